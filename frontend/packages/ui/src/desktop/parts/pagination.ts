import 'element-plus/es/components/pagination/style/css';
import '../theme.css';

export { ElPagination as UiPagination } from 'element-plus/es/components/pagination/index.mjs';
