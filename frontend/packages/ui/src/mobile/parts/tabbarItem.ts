import 'vant/es/tabbar-item/style/index';
import '../theme.css';

export { TabbarItem as UiTabbarItem } from 'vant/es/tabbar-item';
