import type { RouteRecordRaw } from 'vue-router';

export const scoringRoutes: RouteRecordRaw[] = [
  {
    path: '/score-sheets',
    component: () => import('./pages/SheetsPage.vue'),
    meta: { title: '考核表' },
  },
  {
    path: '/score-sheets/:uid',
    component: () => import('./pages/SheetPage.vue'),
    props: true,
    meta: { title: '考核表' },
  },
  {
    path: '/indicators',
    component: () => import('./pages/SetsPage.vue'),
    meta: { title: '考核指标' },
  },
  {
    path: '/indicators/:uid',
    component: () => import('./pages/SetPage.vue'),
    props: true,
    meta: { title: '考核指标' },
  },
  {
    path: '/indicator-targets',
    component: () => import('./pages/TargetsPage.vue'),
    meta: { title: '考核目标' },
  },
];
