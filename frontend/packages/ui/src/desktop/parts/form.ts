import 'element-plus/es/components/form/style/css';
import 'element-plus/es/components/form-item/style/css';
import '../theme.css';

export { ElForm as UiForm, ElFormItem as UiFormItem } from 'element-plus/es/components/form/index.mjs';
