import 'element-plus/es/components/descriptions/style/css';
import 'element-plus/es/components/descriptions-item/style/css';
import '../theme.css';

export { ElDescriptions as UiDescriptions, ElDescriptionsItem as UiDescriptionsItem } from 'element-plus/es/components/descriptions/index.mjs';
