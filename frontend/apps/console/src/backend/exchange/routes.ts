import type { RouteRecordRaw } from 'vue-router';

export const exchangeRoutes: RouteRecordRaw[] = [
  { path: '/imports', component: () => import('./pages/ImportsPage.vue'), meta: { title: '导入' } },
  {
    path: '/imports/:uid',
    component: () => import('./pages/BatchPage.vue'),
    meta: { title: '导入批次' },
  },
  {
    path: '/duplicates',
    component: () => import('./pages/DuplicatesPage.vue'),
    meta: { title: '疑似重复' },
  },
  { path: '/exports', component: () => import('./pages/ExportsPage.vue'), meta: { title: '导出' } },
];
