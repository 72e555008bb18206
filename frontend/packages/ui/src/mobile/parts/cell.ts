import 'vant/es/cell/style/index';
import '../theme.css';

export { Cell as UiCell } from 'vant/es/cell';
