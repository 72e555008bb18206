import type { RouteRecordRaw } from 'vue-router';

export const impactRoutes: RouteRecordRaw[] = [
  {
    path: '/overview',
    component: () => import('./pages/OverviewPage.vue'),
    meta: { title: '总览' },
  },
  {
    path: '/overview/households',
    component: () => import('./pages/HomesPage.vue'),
    meta: { title: '总览 · 按户' },
  },
  {
    path: '/overview/households/:uid',
    component: () => import('./pages/HomeLinesPage.vue'),
    props: true,
    meta: { title: '总览 · 收货凭证' },
  },
  {
    path: '/overview/stations',
    component: () => import('./pages/StationWatchPage.vue'),
    meta: { title: '服务站监管' },
  },
  {
    path: '/trade-findings',
    component: () => import('./pages/FindingsPage.vue'),
    meta: { title: '疑似虚假交易' },
  },
  {
    path: '/trade-findings/:uid',
    component: () => import('./pages/FindingPage.vue'),
    props: true,
    meta: { title: '疑似虚假交易' },
  },
  {
    path: '/income-runs',
    component: () => import('./pages/RunsPage.vue'),
    meta: { title: '增收评估' },
  },
  {
    path: '/income-runs/compare',
    component: () => import('./pages/RunComparePage.vue'),
    meta: { title: '比较两次评估' },
  },
  {
    path: '/income-runs/:uid',
    component: () => import('./pages/RunPage.vue'),
    props: true,
    meta: { title: '增收评估报告' },
  },
  {
    path: '/income-specs/:uid',
    component: () => import('./pages/SpecPage.vue'),
    props: true,
    meta: { title: '冻结的评估方案' },
  },
  {
    path: '/income-waves',
    component: () => import('./pages/WavesPage.vue'),
    meta: { title: '收入调查' },
  },
  {
    path: '/income-forms',
    component: () => import('./pages/FormsPage.vue'),
    meta: { title: '收入调查表' },
  },
  {
    path: '/income-forms/:uid',
    component: () => import('./pages/FormPage.vue'),
    props: true,
    meta: { title: '收入调查表' },
  },
  {
    path: '/near-line',
    component: () => import('./pages/NearLinePage.vue'),
    meta: { title: '监测线附近的农户' },
  },
  {
    path: '/near-line/households',
    component: () => import('./pages/NearHomesPage.vue'),
    meta: { title: '监测线附近的农户名单' },
  },
  {
    path: '/income-report/areas',
    component: () => import('./pages/GainAreasPage.vue'),
    meta: { title: '账实增收 · 逐级' },
  },
  {
    path: '/income-report/households',
    component: () => import('./pages/GainHomesPage.vue'),
    meta: { title: '账实增收 · 按户' },
  },
  {
    path: '/income-report/households/:uid',
    component: () => import('./pages/GainLinesPage.vue'),
    props: true,
    meta: { title: '账实增收 · 凭证' },
  },
  {
    path: '/income-report',
    component: () => import('./pages/IncomeReportPage.vue'),
    meta: { title: '支部引领模式下的增收报告' },
  },
];
