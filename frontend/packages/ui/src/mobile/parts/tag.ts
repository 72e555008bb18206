import 'vant/es/tag/style/index';
import '../theme.css';

export { Tag as UiTag } from 'vant/es/tag';
