import type { RouteRecordRaw } from 'vue-router';

import HomePage from './pages/HomePage.vue';

/** The home page is part of the first bytes; every other page is its own chunk. */
export const ordersRoutes: RouteRecordRaw[] = [
  { path: '/', component: HomePage, meta: { title: '首页' } },
  {
    path: '/shop/p/:uid',
    component: () => import('./pages/ProductPage.vue'),
    props: true,
    meta: { title: '商品' },
  },
  {
    path: '/shop/cart',
    component: () => import('./pages/CartPage.vue'),
    meta: { title: '购物车' },
  },
  {
    path: '/shop/checkout',
    component: () => import('./pages/CheckoutPage.vue'),
    meta: { title: '确认订单', signIn: true },
  },
  {
    path: '/shop/orders',
    component: () => import('./pages/OrdersPage.vue'),
    meta: { title: '我的订单', signIn: true },
  },
  {
    path: '/shop/orders/:number',
    component: () => import('./pages/OrderPage.vue'),
    props: true,
    meta: { title: '订单', signIn: true },
  },
  {
    path: '/shop/orders/:number/processing',
    component: () => import('./pages/ProcessingPage.vue'),
    props: true,
    meta: { title: '付款', signIn: true },
  },
  {
    path: '/shop/orders/:number/pick-up',
    component: () => import('./pages/PickUpPage.vue'),
    props: true,
    meta: { title: '到站取货', signIn: true },
  },
  {
    path: '/shop/orders/:number/after-sale',
    component: () => import('./pages/AfterSalePage.vue'),
    props: true,
    meta: { title: '申请售后', signIn: true },
  },
];
