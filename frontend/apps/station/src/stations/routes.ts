import type { RouteRecordRaw } from 'vue-router';

import TodayPage from './pages/TodayPage.vue';

export const stationsRoutes: RouteRecordRaw[] = [
  { path: '/', component: TodayPage, meta: { title: '今日' } },
];
