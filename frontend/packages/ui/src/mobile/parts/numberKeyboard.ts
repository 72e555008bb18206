import 'vant/es/number-keyboard/style/index';
import '../theme.css';

export { NumberKeyboard as UiNumberKeyboard } from 'vant/es/number-keyboard';
