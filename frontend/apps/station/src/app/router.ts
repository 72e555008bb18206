import { guardRouter } from '@xiangzhan/ui/session';
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';

import { cooperativesRoutes } from '../cooperatives/routes';
import { ordersRoutes } from '../orders/routes';
import { stationsRoutes } from '../stations/routes';

const routes: RouteRecordRaw[] = [
  ...stationsRoutes,
  ...cooperativesRoutes,
  ...ordersRoutes,
  {
    path: '/sign-in',
    component: () => import('./pages/SignInPage.vue'),
    meta: { title: '服务站登录', signIn: false },
  },
  { path: '/me', component: () => import('./pages/MePage.vue'), meta: { title: '我的' } },
  {
    path: '/:rest(.*)*',
    component: () => import('./pages/NotFoundPage.vue'),
    meta: { title: '没有找到', signIn: false },
  },
];

export const router = createRouter({ history: createWebHistory('/station/'), routes });

guardRouter(router, {
  product: '乡站服务站',
  signInPath: '/sign-in',
  signInByDefault: true,
});
