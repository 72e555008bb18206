import 'vant/es/checkbox/style/index';
import '../theme.css';

export { Checkbox as UiCheckbox } from 'vant/es/checkbox';
