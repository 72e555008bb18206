import 'vant/es/button/style/index';
import '../theme.css';

export { Button as UiButton } from 'vant/es/button';
