import 'vant/es/radio-group/style/index';
import '../theme.css';

export { RadioGroup as UiRadioGroup } from 'vant/es/radio-group';
