import 'element-plus/es/components/steps/style/css';
import 'element-plus/es/components/step/style/css';
import '../theme.css';

export { ElStep as UiStep, ElSteps as UiSteps } from 'element-plus/es/components/steps/index.mjs';
