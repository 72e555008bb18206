import 'element-plus/es/components/input/style/css';
import '../theme.css';

export { ElInput as UiInput } from 'element-plus/es/components/input/index.mjs';
