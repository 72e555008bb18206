import 'element-plus/es/components/button/style/css';
import '../theme.css';

export { ElButton as UiButton } from 'element-plus/es/components/button/index.mjs';
