import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';

import { backendRoutes } from '../backend/routes';
import { cooperativesRoutes } from '../cooperatives/routes';
import { impactRoutes } from '../impact/routes';
import { ordersRoutes } from '../orders/routes';
import { programmeRoutes } from '../programme/routes';
import { stationsRoutes } from '../stations/routes';
import { guardStation } from './guard';

const routes: RouteRecordRaw[] = [
  ...stationsRoutes,
  ...cooperativesRoutes,
  ...ordersRoutes,
  ...programmeRoutes,
  ...impactRoutes,
  ...backendRoutes,
  {
    path: '/sign-in',
    component: () => import('./pages/SignInPage.vue'),
    meta: { title: '服务站登录', signIn: false },
  },
  { path: '/me', component: () => import('./pages/MePage.vue'), meta: { title: '我的' } },
  { path: '/help', component: () => import('./pages/HelpPage.vue'), meta: { title: '按键和扫码' } },
  {
    path: '/:rest(.*)*',
    component: () => import('./pages/NotFoundPage.vue'),
    meta: { title: '没有找到', signIn: false },
  },
];

export const router = createRouter({
  history: createWebHistory('/station/'),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

guardStation(router);
