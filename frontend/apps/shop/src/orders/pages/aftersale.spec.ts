import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { beforeEach, expect, test } from 'vitest';

import { orderWire } from '../testing/wires';
import type { OrderWire } from '../wire';
import AfterSalePage from './AfterSalePage.vue';
import OrderPage from './OrderPage.vue';

const NUMBER = 'OD202609300003';
const LEFT = { position: 1, packages: 3, worth: '25.00', return_refusal: '', quality_refusal: '' };
const CLAIM = {
  uid: 'c1', order_number: NUMBER, kind: 'quality', kind_name: '质量问题', state: 'deciding',
  state_name: '待审批', amount: '8.33', reason: '发芽', answer: '', made_at: '2026-09-30T06:00:00Z',
  decided_at: null, lines: [], refund_state_name: '',
};

beforeEach(() => sessionStorage.clear());

async function open(page: typeof AfterSalePage, order: Partial<OrderWire>, more = {}) {
  const sent = answerFetch({ [`GET /orders/${NUMBER}`]: { body: orderWire(order) }, ...more });
  const opened = await mountPage(page, { props: { number: NUMBER } });
  await flushPromises();
  return { ...opened, sent };
}

test('the ceiling is reckoned in the open, and what is asked for is sent once', async () => {
  const { wrapper, sent } = await open(
    AfterSalePage, { claimable: [LEFT] },
    { [`POST /orders/${NUMBER}/claims`]: { status: 201, body: CLAIM } },
  );
  await wrapper.get('input[type=checkbox]').setValue(true);
  expect(wrapper.get('[data-ceiling]').text()).toContain('¥25.00 × 1 ÷ 3 = ¥8.33');
  await wrapper.findAll('.chip')[1]?.trigger('click');
  await wrapper.get('input[type=checkbox]').setValue(true);
  await wrapper.get('input[maxlength="200"]').setValue('不想要了');
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(sent.filter((call) => call.method === 'POST').map((call) => call.body)).toEqual([
    { kind: 'return', lines: [{ position: 1, quantity: 1 }], reason: '不想要了', photo_hash: '' },
  ]);
});

test('fresh goods say beforehand that they are not returned without a reason', async () => {
  const refusal = '鲜活易腐商品不适用七天无理由退货；有质量问题请在 48 小时内申请';
  const { wrapper } = await open(AfterSalePage, { claimable: [{ ...LEFT, return_refusal: refusal }] });
  await wrapper.findAll('.chip')[1]?.trigger('click');
  expect(wrapper.get('[data-claim-line]').text()).toContain(refusal);
  expect(wrapper.find('input[type=checkbox]').exists()).toBe(false);
});

test('without goods, reason and photo nothing is sent and each is named', async () => {
  const { wrapper, sent } = await open(AfterSalePage, { claimable: [LEFT] });
  await wrapper.get('form').trigger('submit');
  expect(wrapper.findAll('[role=alert]').map((one) => one.text())).toEqual([
    '请选择要退的商品和件数', '请写明原因，2 至 200 字', '请拍一张能看清问题的照片',
  ]);
  expect(sent.filter((call) => call.method === 'POST')).toHaveLength(0);
});

test('a short weight is explained with what it gave back', async () => {
  const short = {
    kind: 'short_weight', kind_name: '缺重', title: '东峡土豆 5 斤装', lot_code: 'DT1', old_g: 5000,
    new_g: 4500, fate_name: '', reason: '挑出坏的', by_name: '马站长', at: '2026-09-30T06:00:00Z',
    refund: '2.50',
  };
  const { wrapper } = await open(OrderPage, { adjustments: [short] });
  expect(wrapper.get('[data-adjustment]').text()).toContain('应发 10 斤，实发 9 斤，少 1 斤');
  expect(wrapper.get('[data-adjustment]').text()).toContain('退 ¥2.50，不用申请');
});

test('an open claim can be withdrawn from the order', async () => {
  const { wrapper, sent } = await open(
    OrderPage, { claims: [CLAIM] }, { 'POST /claims/c1/withdraw': { body: CLAIM } },
  );
  await wrapper.get('[data-claim] button').trigger('click');
  await flushPromises();
  expect(sent.map((call) => call.path)).toContain('/claims/c1/withdraw');
});
