import 'element-plus/es/components/alert/style/css';
import '../theme.css';

export { ElAlert as UiAlert } from 'element-plus/es/components/alert/index.mjs';
