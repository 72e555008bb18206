import type { RouteRecordRaw } from 'vue-router';


export const backendRoutes: RouteRecordRaw[] = [
  { path: '/outbox', component: () => import('./pages/OutboxPage.vue'), meta: { title: '上传箱' } },
  { path: '/outbox/:uid', component: () => import('./pages/OutboxItemPage.vue'), meta: { title: '上传箱' } },
  { path: '/bind', component: () => import('./pages/BindPage.vue'), meta: { title: '绑定本机' } },
  { path: '/unlock', component: () => import('./pages/UnlockPage.vue'), meta: { title: '开锁', signIn: false } },
  { path: '/revoked', component: () => import('./pages/RevokedPage.vue'), meta: { title: '设备已停用', signIn: false } },
];
