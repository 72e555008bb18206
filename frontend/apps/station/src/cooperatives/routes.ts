import type { RouteRecordRaw } from 'vue-router';

// All at once, and small: no part of the walk may be missing where the network ends.
import LabelPage from './pages/LabelPage.vue';
import ListingNewPage from './pages/ListingNewPage.vue';
import ListingPage from './pages/ListingPage.vue';
import ListingsPage from './pages/ListingsPage.vue';
import LotsPage from './pages/LotsPage.vue';
import ReceiptsPage from './pages/ReceiptsPage.vue';
import ReceiveConfirmPage from './pages/ReceiveConfirmPage.vue';
import ReceiveDonePage from './pages/ReceiveDonePage.vue';
import ReceiveHouseholdPage from './pages/ReceiveHouseholdPage.vue';
import ReceiveProducePage from './pages/ReceiveProducePage.vue';
import ReceiveWeighPage from './pages/ReceiveWeighPage.vue';
import SlipPage from './pages/SlipPage.vue';

export const cooperativesRoutes: RouteRecordRaw[] = [
  { path: '/receive', component: ReceiveHouseholdPage, meta: { title: '收货' } },
  { path: '/receive/produce', component: ReceiveProducePage, meta: { title: '收货：农产品' } },
  { path: '/receive/weigh', component: ReceiveWeighPage, meta: { title: '收货：称重' } },
  { path: '/receive/confirm', component: ReceiveConfirmPage, meta: { title: '收货：确认' } },
  { path: '/receipts/:uid', component: ReceiveDonePage, meta: { title: '标签与小票' } },
  { path: '/receipts/:uid/label', component: LabelPage, meta: { title: '打印标签' } },
  { path: '/receipts/:uid/slip', component: SlipPage, meta: { title: '打印小票' } },
  { path: '/receipts', component: ReceiptsPage, meta: { title: '收货记录' } },
  { path: '/lots', component: LotsPage, meta: { title: '上架' } },
  { path: '/listings', component: ListingsPage, meta: { title: '上架的商品' } },
  { path: '/listings/new', component: ListingNewPage, meta: { title: '新上架' } },
  { path: '/listings/:uid', component: ListingPage, meta: { title: '商品' } },
];
