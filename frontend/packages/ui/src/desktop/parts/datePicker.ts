import 'element-plus/es/components/date-picker/style/css';
import '../theme.css';

export { ElDatePicker as UiDatePicker } from 'element-plus/es/components/date-picker/index.mjs';
