import 'vant/es/form/style/index';
import '../theme.css';

export { Form as UiForm } from 'vant/es/form';
