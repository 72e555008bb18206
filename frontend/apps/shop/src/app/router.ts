import { guardRouter } from '@xiangzhan/ui/session';
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router';

import HomePage from './pages/HomePage.vue';

const routes: RouteRecordRaw[] = [
  { path: '/', component: HomePage, meta: { title: '首页' } },
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
