import 'vant/es/action-sheet/style/index';
import '../theme.css';

export { ActionSheet as UiActionSheet } from 'vant/es/action-sheet';
