import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import OrderPage from './pages/OrderPage.vue';
import { addUp } from './sums';

const PARTS = [
  { part: 'household', name: '农户', amount: '20.00' },
  { part: 'cooperative', name: '合作社', amount: '10.00' },
  { part: 'logistics', name: '运费', amount: '8.00' },
];
const order = (more = {}) => ({
  number: 'OD1', status_name: '已完成', goods: '30.00', shipping: '8.00', total: '38.00',
  lines: [{
    position: 1, title: '土豆 10 斤', product_name: '土豆', grade_name: '一级', quantity: 1,
    weight_g: 5000, price: '30.00', amount: '30.00',
    sources: [{
      lot_code: 'DT1', household_name: '马有福', village: '东峡一村', station_name: '东峡站',
      cooperative_name: '东峡合作社', weight_g: 5000, share: '30.00',
    }],
  }],
  steps: [{ status: 'paid', status_name: '待发货', at: '2026-09-28T02:00:00Z' }],
  shipments: [], refunds: [], adjustments: [], claims: [], attempts: [], money_parts: PARTS, ...more,
});

async function open(body: unknown, status = 200) {
  answerFetch({ 'GET /orders/OD1': { status, body } });
  const { wrapper } = await mountPage(OrderPage, { props: { number: 'OD1' }, path: '/orders/OD1' });
  await flushPromises();
  return wrapper;
}

test('an order opens down to the lot and the household', async () => {
  const wrapper = await open(order());
  expect(wrapper.text()).toContain('DT1');
  expect(wrapper.text()).toContain('马有福');
});

test('what the buyer paid and where it went both add up', async () => {
  const wrapper = await open(order());
  expect(wrapper.findAll('[data-sum=agrees]').map((one) => one.text())).toEqual([
    '各项之和 ¥38.00，与订单金额一致。', '各项之和 ¥38.00，与订单金额一致。',
  ]);
});

test('parts that miss a fen are said to', async () => {
  const wrapper = await open(order({ money_parts: PARTS.slice(0, 1) }));
  expect(wrapper.get('[data-sum=differs]').attributes('role')).toBe('alert');
  expect(addUp(['20.00', '9.99'], '30.00')).toEqual({ fen: 2999, agrees: false });
});

test('before completion it says when the parts will be known', async () => {
  const wrapper = await open(order({ money_parts: null }));
  expect(wrapper.text()).toContain('订单完成后分账');
});

test('another cooperative’s order is not found', async () => {
  const wrapper = await open({ code: 'not_found' }, 404);
  expect(wrapper.text()).toContain('没有找到');
});
