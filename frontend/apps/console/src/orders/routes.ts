import type { RouteRecordRaw } from 'vue-router';

export const ordersRoutes: RouteRecordRaw[] = [
  { path: '/sales', component: () => import('./pages/SalesPage.vue'), meta: { title: '销售概览' } },
  {
    path: '/sales/rows',
    component: () => import('./pages/SalesRowsPage.vue'),
    meta: { title: '销售明细' },
  },
  {
    path: '/member-accounts',
    component: () => import('./pages/MemberAccountsPage.vue'),
    meta: { title: '社员账户' },
  },
  {
    path: '/surplus',
    component: () => import('./pages/SurplusesPage.vue'),
    meta: { title: '盈余分配' },
  },
  {
    path: '/surplus/:uid',
    component: () => import('./pages/SurplusPage.vue'),
    props: true,
    meta: { title: '盈余分配方案' },
  },
  { path: '/orders', component: () => import('./pages/OrdersPage.vue'), meta: { title: '订单' } },
  {
    path: '/orders/:number',
    component: () => import('./pages/OrderPage.vue'),
    props: true,
    meta: { title: '订单详情' },
  },
  { path: '/claims', component: () => import('./pages/ClaimsPage.vue'), meta: { title: '售后' } },
  {
    path: '/claims/:uid',
    component: () => import('./pages/ClaimPage.vue'),
    props: true,
    meta: { title: '售后申请' },
  },
  { path: '/reviews', component: () => import('./pages/ReviewsPage.vue'), meta: { title: '买家评价' } },
  { path: '/invoices', component: () => import('./pages/InvoicesPage.vue'), meta: { title: '发票' } },
  { path: '/refunds', component: () => import('./pages/RefundsPage.vue'), meta: { title: '退款' } },
  {
    path: '/reconciliation',
    component: () => import('./pages/ReconciliationPage.vue'),
    meta: { title: '对账' },
  },
  { path: '/settings', component: () => import('./pages/SettingsPage.vue'), meta: { title: '收费、运费与限额' } },
  {
    path: '/payment-incidents',
    component: () => import('./pages/IncidentsPage.vue'),
    meta: { title: '支付异常' },
  },
  { path: '/settlements', component: () => import('./pages/SettlementsPage.vue'), meta: { title: '结算单' } },
  { path: '/settlements/:uid', component: () => import('./pages/SettlementPage.vue'), props: true, meta: { title: '结算单' } },
  {
    path: '/settlements/:uid/households',
    component: () => import('./pages/SettlementHouseholdsPage.vue'),
    props: true,
    meta: { title: '每户应付' },
  },
  {
    path: '/settlements/:uid/lines',
    component: () => import('./pages/SettlementLinesPage.vue'),
    props: true,
    meta: { title: '结算明细' },
  },
  {
    path: '/settlements/:uid/notice',
    component: () => import('./pages/SettlementNoticePage.vue'),
    props: true,
    meta: { title: '结算公示' },
  },
  { path: '/settlement-objections', component: () => import('./pages/ObjectionsPage.vue'), meta: { title: '结算异议' } },
  { path: '/payouts', component: () => import('./pages/PayoutsPage.vue'), meta: { title: '付款批次' } },
  { path: '/payouts/:uid', component: () => import('./pages/PayoutRunPage.vue'), props: true, meta: { title: '付款批次' } },
  { path: '/period-closes', component: () => import('./pages/PeriodClosesPage.vue'), meta: { title: '月度结账' } },
  { path: '/deductions', component: () => import('./pages/DeductionsPage.vue'), meta: { title: '扣款约定' } },
];
