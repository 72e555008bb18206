import 'element-plus/es/components/radio/style/css';
import 'element-plus/es/components/radio-group/style/css';
import 'element-plus/es/components/radio-button/style/css';
import '../theme.css';

export { ElRadio as UiRadio, ElRadioButton as UiRadioButton, ElRadioGroup as UiRadioGroup } from 'element-plus/es/components/radio/index.mjs';
