import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import ClaimPage from './pages/ClaimPage.vue';
import OrdersPage from './pages/OrdersPage.vue';

const PREVIEW = {
  amount: '5.00', completed: true,
  sources: [{
    position: 1, title: '土豆 10 斤', lot_code: 'DT1', household_name: '马有福', amount: '5.00',
    parts: [
      { part: 'household', name: '农户所得', amount: '4.50' },
      { part: 'station', name: '服务站服务', amount: '0.50' },
    ],
  }],
  parts: [
    { part: 'household', name: '农户所得', amount: '4.50' },
    { part: 'station', name: '服务站服务', amount: '0.50' },
  ],
};
const claim = (more = {}) => ({
  uid: 'c1', order_number: 'OD1', kind_name: '质量问题', state_name: '待审批', amount: '5.00',
  reason: '发芽', made_at: '2026-09-28T02:00:00Z', digest: 'd', can_decide: true,
  can_withdraw: false, preview: PREVIEW,
  lines: [{ position: 1, title: '土豆 10 斤', quantity: 1, amount: '5.00' }], ...more,
});

async function open(body: unknown) {
  answerFetch({ 'GET /claims/c1': { body } });
  const { wrapper } = await mountPage(ClaimPage, { props: { uid: 'c1' }, path: '/claims/c1' });
  await flushPromises();
  return wrapper;
}

test('whose share a refund lowers is read before it is agreed to, and adds up', async () => {
  const wrapper = await open(claim());
  expect(wrapper.get('[data-split]').text()).toContain('马有福');
  expect(wrapper.get('[data-split] [data-sum=agrees]').text()).toContain('¥5.00');
});

test('before completion it says that nothing was shared out yet', async () => {
  const wrapper = await open(claim({ preview: { ...PREVIEW, completed: false, parts: [] } }));
  expect(wrapper.get('[data-split]').text()).toContain('货款还没有分给农户');
});

test('a kept view opens its filters again and can be dropped', async () => {
  localStorage.setItem('xz-order-views', JSON.stringify([{ name: '待发货', query: { status: 'paid' } }]));
  answerFetch({ 'GET /orders': { body: { results: [], next: null, previous: null } } });
  const { wrapper, router } = await mountPage(OrdersPage, { path: '/orders' });
  await flushPromises();
  await wrapper.get('[data-view] button').trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.query).toEqual({ status: 'paid' });
  await wrapper.get('[data-view] button[aria-label]').trigger('click');
  expect(localStorage.getItem('xz-order-views')).toBe('[]');
});
