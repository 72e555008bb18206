import type { RouteRecordRaw } from 'vue-router';

export const impactRoutes: RouteRecordRaw[] = [
  {
    path: '/overview',
    component: () => import('./pages/OverviewPage.vue'),
    meta: { title: '总览' },
  },
  {
    path: '/income-report',
    component: () => import('./pages/IncomeReportPage.vue'),
    meta: { title: '支部引领模式下的增收报告' },
  },
];
