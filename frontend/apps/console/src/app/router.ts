import { guardRouter } from '@xiangzhan/ui/session';
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';

import { registerRoutes } from '../cooperatives/registerRoutes';
import { exchangeRoutes } from '../backend/exchange/routes';
import { backendRoutes } from '../backend/routes';
import { cooperativesRoutes } from '../cooperatives/routes';
import { impactRoutes } from '../impact/routes';
import { scoringRoutes } from '../impact/scoring/routes';
import { ordersRoutes } from '../orders/routes';
import { programmeRoutes } from '../programme/routes';
import { stationsRoutes } from '../stations/routes';
import HomePage from './pages/HomePage.vue';

const routes: RouteRecordRaw[] = [
  { path: '/', component: HomePage, meta: { title: '首页' } },
  {
    path: '/sign-in',
    component: () => import('./pages/SignInPage.vue'),
    meta: { title: '后台登录', signIn: false },
  },
  {
    path: '/reset-password',
    component: () => import('./pages/ResetPasswordPage.vue'),
    meta: { title: '设置新密码', signIn: false },
  },
  {
    path: '/inbox',
    component: () => import('./pages/InboxDesk.vue'),
    meta: { title: '待我审批' },
  },
  ...impactRoutes,
  ...scoringRoutes,
  ...stationsRoutes,
  ...programmeRoutes,
  ...registerRoutes,
  ...cooperativesRoutes,
  ...ordersRoutes,
  ...exchangeRoutes,
  ...backendRoutes,
  {
    path: '/:rest(.*)*',
    component: () => import('./pages/NotFoundPage.vue'),
    meta: { title: '没有找到', signIn: false },
  },
];

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes,
  // The list of pages is long: what it opens begins at its top. Filters of the same page stay put.
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

guardRouter(router, {
  product: '乡站管理后台',
  signInPath: '/sign-in',
  signInByDefault: true,
});
