import 'element-plus/es/components/switch/style/css';
import '../theme.css';

export { ElSwitch as UiSwitch } from 'element-plus/es/components/switch/index.mjs';
