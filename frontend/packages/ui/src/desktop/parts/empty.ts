import 'element-plus/es/components/empty/style/css';
import '../theme.css';

export { ElEmpty as UiEmpty } from 'element-plus/es/components/empty/index.mjs';
