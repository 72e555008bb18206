import 'vant/es/radio/style/index';
import '../theme.css';

export { Radio as UiRadio } from 'vant/es/radio';
