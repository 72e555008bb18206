import 'vant/es/area/style/index';
import '../theme.css';

export { Area as UiArea } from 'vant/es/area';
