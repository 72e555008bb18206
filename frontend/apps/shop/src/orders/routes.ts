import type { RouteRecordRaw } from 'vue-router';

import HomePage from './pages/HomePage.vue';

const buying = () => import('./pages/buying');
const after = () => import('./pages/after');

/** The home page is part of the first bytes; others come when they are opened. */
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
    component: async () => (await buying()).CartPage,
    meta: { title: '购物车' },
  },
  {
    path: '/shop/checkout',
    component: async () => (await buying()).CheckoutPage,
    meta: { title: '确认订单', signIn: true },
  },
  {
    path: '/shop/privacy',
    component: () => import('./pages/PrivacyPage.vue'),
    meta: { title: '隐私与个人信息', signIn: true },
  },
  {
    path: '/shop/addresses',
    component: () => import('./pages/AddressesPage.vue'),
    meta: { title: '收货地址', signIn: true },
  },
  {
    path: '/shop/addresses/:uid',
    component: () => import('./pages/AddressPage.vue'),
    props: true,
    meta: { title: '收货地址', signIn: true },
  },
  {
    path: '/shop/reminders',
    component: () => import('./pages/RemindersPage.vue'),
    meta: { title: '到货提醒', signIn: true },
  },
  {
    path: '/shop/orders',
    component: async () => (await after()).OrdersPage,
    meta: { title: '我的订单', signIn: true },
  },
  {
    path: '/shop/orders/:number',
    component: async () => (await after()).OrderPage,
    props: true,
    meta: { title: '订单', signIn: true },
  },
  {
    path: '/shop/orders/:number/processing',
    component: async () => (await buying()).ProcessingPage,
    props: true,
    meta: { title: '付款', signIn: true },
  },
  {
    path: '/shop/orders/:number/pick-up',
    component: async () => (await after()).PickUpPage,
    props: true,
    meta: { title: '到站取货', signIn: true },
  },
  {
    path: '/shop/orders/:number/review',
    component: () => import('./pages/ReviewPage.vue'),
    props: true,
    meta: { title: '评价', signIn: true },
  },
  {
    path: '/shop/orders/:number/invoice',
    component: () => import('./pages/InvoicePage.vue'),
    props: true,
    meta: { title: '发票', signIn: true },
  },
  {
    path: '/shop/orders/:number/after-sale',
    component: async () => (await after()).AfterSalePage,
    props: true,
    meta: { title: '申请售后', signIn: true },
  },
];
