import 'element-plus/es/components/drawer/style/css';
import '../theme.css';

export { ElDrawer as UiDrawer } from 'element-plus/es/components/drawer/index.mjs';
