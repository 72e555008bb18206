import 'element-plus/es/components/table/style/css';
import 'element-plus/es/components/table-column/style/css';
import '../theme.css';

export { ElTable as UiTable, ElTableColumn as UiTableColumn } from 'element-plus/es/components/table/index.mjs';
