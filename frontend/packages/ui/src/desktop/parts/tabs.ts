import 'element-plus/es/components/tabs/style/css';
import 'element-plus/es/components/tab-pane/style/css';
import '../theme.css';

export { ElTabPane as UiTabPane, ElTabs as UiTabs } from 'element-plus/es/components/tabs/index.mjs';
