import 'element-plus/es/components/tag/style/css';
import '../theme.css';

export { ElTag as UiTag } from 'element-plus/es/components/tag/index.mjs';
