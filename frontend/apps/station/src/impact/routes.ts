import type { RouteRecordRaw } from 'vue-router';

export const impactRoutes: RouteRecordRaw[] = [
  { path: '/surveys', component: () => import('./pages/SurveysPage.vue'), meta: { title: '收入调查' } },
  { path: '/surveys/:uid', component: () => import('./pages/SurveyFormPage.vue'), meta: { title: '收入调查表' } },
];
