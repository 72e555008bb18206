import type { RouteRecordRaw } from 'vue-router';

export const programmeRoutes: RouteRecordRaw[] = [
  {
    path: '/problems',
    component: () => import('./pages/ProblemsPage.vue'),
    meta: { title: '问题整改' },
  },
  {
    path: '/problems/:uid',
    component: () => import('./pages/ProblemPage.vue'),
    props: true,
    meta: { title: '问题整改' },
  },
];
