import 'element-plus/es/components/input-number/style/css';
import '../theme.css';

export { ElInputNumber as UiInputNumber } from 'element-plus/es/components/input-number/index.mjs';
