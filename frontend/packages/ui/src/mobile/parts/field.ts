import 'vant/es/field/style/index';
import '../theme.css';

export { Field as UiField } from 'vant/es/field';
