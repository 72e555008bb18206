import { guardRouter } from '@xiangzhan/ui/session';
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';

import { ordersRoutes } from '../orders/routes';

const routes: RouteRecordRaw[] = [
  ...ordersRoutes,
  {
    path: '/shop/sign-in',
    component: () => import('./pages/SignInPage.vue'),
    meta: { title: '登录' },
  },
  {
    path: '/shop/sign-up',
    component: () => import('./pages/SignUpPage.vue'),
    meta: { title: '注册' },
  },
  {
    path: '/shop/me',
    component: () => import('./pages/MePage.vue'),
    meta: { title: '我的', signIn: true },
  },
  {
    path: '/shop/terms',
    component: () => import('./pages/TermsPage.vue'),
    meta: { title: '用户协议和隐私说明' },
  },
  {
    path: '/shop/notices',
    component: () => import('./pages/NoticesPage.vue'),
    meta: { title: '消息', signIn: true },
  },
  { path: '/shop', redirect: '/' },
  {
    path: '/:rest(.*)*',
    component: () => import('./pages/NotFoundPage.vue'),
    meta: { title: '没有找到' },
  },
];

export const router = createRouter({
  history: createWebHistory('/'),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

guardRouter(router, {
  product: '乡站',
  signInPath: '/shop/sign-in',
  signInByDefault: false,
});
