import 'vant/es/tabs/style/index';
import '../theme.css';

export { Tabs as UiTabs } from 'vant/es/tabs';
