import type { RouteRecordRaw } from 'vue-router';

import TodayPage from './pages/TodayPage.vue';

export const stationsRoutes: RouteRecordRaw[] = [
  { path: '/', component: TodayPage, meta: { title: '今日' } },
  {
    path: '/parcels',
    component: () => import('./pages/ParcelsPage.vue'),
    meta: { title: '包裹' },
  },
  {
    path: '/parcels/new',
    component: () => import('./pages/ParcelNewPage.vue'),
    meta: { title: '包裹入库' },
  },
  {
    path: '/parcels/out',
    component: () => import('./pages/ParcelsOutPage.vue'),
    meta: { title: '代发包裹' },
  },
  {
    path: '/station',
    component: () => import('./pages/StationPage.vue'),
    meta: { title: '站点' },
  },
  {
    path: '/services',
    component: () => import('./pages/ServicesPage.vue'),
    meta: { title: '便民服务' },
  },
  {
    path: '/inspections',
    component: () => import('./pages/InspectionsPage.vue'),
    meta: { title: '检查与评级' },
  },
];
