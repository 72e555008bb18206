import type { RouteRecordRaw } from 'vue-router';

export const stationsRoutes: RouteRecordRaw[] = [
  { path: '/stations', component: () => import('./pages/StationsPage.vue'), meta: { title: '服务站' } },
  {
    path: '/stations/new',
    component: () => import('./pages/StationNewPage.vue'),
    meta: { title: '申请建站' },
  },
  {
    path: '/stations/:uid',
    component: () => import('./pages/StationPage.vue'),
    props: true,
    meta: { title: '服务站档案' },
  },
  { path: '/branches', component: () => import('./pages/BranchesPage.vue'), meta: { title: '党组织' } },
  {
    path: '/branches/:uid',
    component: () => import('./pages/BranchPage.vue'),
    props: true,
    meta: { title: '党组织档案' },
  },
  { path: '/areas', component: () => import('./pages/AreasPage.vue'), meta: { title: '区划' } },
  {
    path: '/areas/import',
    component: () => import('./pages/AreaImportPage.vue'),
    meta: { title: '导入区划' },
  },
  {
    path: '/areas/:code',
    component: () => import('./pages/AreaPage.vue'),
    props: true,
    meta: { title: '区划档案' },
  },
  {
    path: '/place-changes',
    component: () => import('./pages/ChangesPage.vue'),
    meta: { title: '变更记录' },
  },
];
