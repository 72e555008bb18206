import type { RouteRecordRaw } from 'vue-router';

export const programmeRoutes: RouteRecordRaw[] = [
  { path: '/issues', component: () => import('./pages/IssuesPage.vue'), meta: { title: '问题整改' } },
  { path: '/issues/new', component: () => import('./pages/IssueNewPage.vue'), meta: { title: '登记问题' } },
  {
    path: '/issues/:uid', component: () => import('./pages/IssuePage.vue'), props: true,
    meta: { title: '问题' },
  },
  {
    path: '/programme/:rows',
    component: () => import('./pages/ProgrammeRowsPage.vue'),
    props: true,
    meta: { title: '数据明细' },
  },
];
