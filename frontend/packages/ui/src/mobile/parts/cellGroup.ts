import 'vant/es/cell-group/style/index';
import '../theme.css';

export { CellGroup as UiCellGroup } from 'vant/es/cell-group';
