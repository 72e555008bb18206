import 'element-plus/es/components/breadcrumb/style/css';
import 'element-plus/es/components/breadcrumb-item/style/css';
import '../theme.css';

export { ElBreadcrumb as UiBreadcrumb, ElBreadcrumbItem as UiBreadcrumbItem } from 'element-plus/es/components/breadcrumb/index.mjs';
