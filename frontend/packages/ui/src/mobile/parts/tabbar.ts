import 'vant/es/tabbar/style/index';
import '../theme.css';

export { Tabbar as UiTabbar } from 'vant/es/tabbar';
