import type { NavGroup } from '@xiangzhan/ui/session';

/** The menu at the left. Each domain adds its own group here when its pages exist. */
export const groups: readonly NavGroup[] = [
  { label: '工作台', items: [{ to: '/', label: '首页' }] },
];
