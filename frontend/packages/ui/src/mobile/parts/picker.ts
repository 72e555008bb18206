import 'vant/es/picker/style/index';
import '../theme.css';

export { Picker as UiPicker } from 'vant/es/picker';
