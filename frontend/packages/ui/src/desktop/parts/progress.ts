import 'element-plus/es/components/progress/style/css';
import '../theme.css';

export { ElProgress as UiProgress } from 'element-plus/es/components/progress/index.mjs';
