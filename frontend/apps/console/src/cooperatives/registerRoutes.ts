import type { RouteRecordRaw } from 'vue-router';

export const registerRoutes: RouteRecordRaw[] = [
  {
    path: '/households',
    component: () => import('./pages/HouseholdsPage.vue'),
    meta: { title: '农户档案' },
  },
  {
    path: '/households/new',
    component: () => import('./pages/HouseholdNewPage.vue'),
    meta: { title: '新建农户档案' },
  },
  {
    path: '/households/:uid/consent-paper',
    component: () => import('./pages/ConsentPaperPage.vue'),
    props: true,
    meta: { title: '告知书' },
  },
  {
    path: '/households/:uid',
    component: () => import('./pages/HouseholdPage.vue'),
    props: true,
    meta: { title: '农户档案' },
  },
  {
    path: '/household-changes',
    component: () => import('./pages/HouseholdChangesPage.vue'),
    meta: { title: '档案变更' },
  },
  {
    path: '/household-changes/:uid',
    component: () => import('./pages/HouseholdChangePage.vue'),
    props: true,
    meta: { title: '档案变更' },
  },
  {
    path: '/cooperatives',
    component: () => import('./pages/CooperativesPage.vue'),
    meta: { title: '合作社' },
  },
  {
    path: '/cooperatives/new',
    component: () => import('./pages/CooperativeNewPage.vue'),
    meta: { title: '登记合作社' },
  },
  {
    path: '/cooperatives/:uid',
    component: () => import('./pages/CooperativePage.vue'),
    props: true,
    meta: { title: '合作社' },
  },
  {
    path: '/memberships/:uid',
    component: () => import('./pages/MembershipPage.vue'),
    props: true,
    meta: { title: '社员账户' },
  },
];
