import 'element-plus/es/components/checkbox/style/css';
import 'element-plus/es/components/checkbox-group/style/css';
import '../theme.css';

export { ElCheckbox as UiCheckbox, ElCheckboxGroup as UiCheckboxGroup } from 'element-plus/es/components/checkbox/index.mjs';
