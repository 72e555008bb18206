import 'element-plus/es/components/select/style/css';
import 'element-plus/es/components/option/style/css';
import '../theme.css';

export { ElOption as UiOption, ElSelect as UiSelect } from 'element-plus/es/components/select/index.mjs';
