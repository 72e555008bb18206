import 'vant/es/tab/style/index';
import '../theme.css';

export { Tab as UiTab } from 'vant/es/tab';
