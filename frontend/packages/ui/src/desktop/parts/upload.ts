import 'element-plus/es/components/upload/style/css';
import '../theme.css';

export { ElUpload as UiUpload } from 'element-plus/es/components/upload/index.mjs';
