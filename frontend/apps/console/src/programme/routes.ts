import type { RouteRecordRaw } from 'vue-router';

export const programmeRoutes: RouteRecordRaw[] = [
  {
    path: '/programme/:rows',
    component: () => import('./pages/ProgrammeRowsPage.vue'),
    props: true,
    meta: { title: '数据明细' },
  },
];
