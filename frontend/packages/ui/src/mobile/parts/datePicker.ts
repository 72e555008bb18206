import 'vant/es/date-picker/style/index';
import '../theme.css';

export { DatePicker as UiDatePicker } from 'vant/es/date-picker';
