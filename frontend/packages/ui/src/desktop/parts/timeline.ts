import 'element-plus/es/components/timeline/style/css';
import 'element-plus/es/components/timeline-item/style/css';
import '../theme.css';

export { ElTimeline as UiTimeline, ElTimelineItem as UiTimelineItem } from 'element-plus/es/components/timeline/index.mjs';
