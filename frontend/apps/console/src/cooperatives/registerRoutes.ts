import type { RouteRecordRaw } from 'vue-router';

export const registerRoutes: RouteRecordRaw[] = [
  {
    path: '/households',
    component: () => import('./pages/HouseholdsPage.vue'),
    meta: { title: '农户档案' },
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
