import 'element-plus/es/components/menu/style/css';
import 'element-plus/es/components/menu-item/style/css';
import 'element-plus/es/components/menu-item-group/style/css';
import 'element-plus/es/components/sub-menu/style/css';
import '../theme.css';

export { ElMenu as UiMenu, ElMenuItem as UiMenuItem, ElMenuItemGroup as UiMenuItemGroup, ElSubMenu as UiSubMenu } from 'element-plus/es/components/menu/index.mjs';
