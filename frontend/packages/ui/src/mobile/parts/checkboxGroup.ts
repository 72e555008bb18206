import 'vant/es/checkbox-group/style/index';
import '../theme.css';

export { CheckboxGroup as UiCheckboxGroup } from 'vant/es/checkbox-group';
