import type { RouteRecordRaw } from 'vue-router';

export const backendRoutes: RouteRecordRaw[] = [
  { path: '/accounts', component: () => import('./pages/AccountsPage.vue'), meta: { title: '账号' } },
  { path: '/assignments', component: () => import('./pages/AssignmentsPage.vue'), meta: { title: '授权与任期' } },
  { path: '/audit/events', component: () => import('./pages/EventsPage.vue'), meta: { title: '审计记录' } },
  { path: '/audit/accesses', component: () => import('./pages/AccessesPage.vue'), meta: { title: '查阅记录' } },
  { path: '/devices', component: () => import('./pages/DevicesPage.vue'), meta: { title: '站点设备' } },
  { path: '/notices', component: () => import('./pages/NoticesPage.vue'), meta: { title: '消息' } },
  { path: '/partners', component: () => import('./pages/PartnersPage.vue'), meta: { title: '合作方程序' } },
  { path: '/health', component: () => import('./pages/HealthPage.vue'), meta: { title: '运行状况' } },
];
