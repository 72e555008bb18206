import 'vant/es/progress/style/index';
import '../theme.css';

export { Progress as UiProgress } from 'vant/es/progress';
