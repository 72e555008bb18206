import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import ReturnsPage from './pages/ReturnsPage.vue';

const CLAIM = {
  uid: 'c1', order_number: 'OD1', kind: 'return', kind_name: '七天无理由退货', state: 'awaiting_goods',
  state_name: '等待退货', amount: '9.00', reason: '买多了', answer: '', made_at: '2026-09-28T02:00:00Z',
  decided_at: null, refund_state_name: '', lines: [{ position: 1, title: '蚕豆', quantity: 1, amount: '9.00' }],
};

test('a return is taken in only after the second tap, and says what the buyer gets', async () => {
  const sent = answerFetch({
    'GET /claims': { body: { results: [CLAIM], next: null, previous: null } },
    'POST /claims/c1/receive': { body: { ...CLAIM, state: 'refunded' } },
  });
  const { wrapper } = await mountPage(ReturnsPage, { path: '/returns' });
  const tap = async (words: string) => {
    await wrapper.findAll('button').find((one) => one.text() === words)?.trigger('click');
    await flushPromises();
  };
  await flushPromises();
  await tap('收到，放回货架');
  expect(sent.filter((call) => call.method === 'POST')).toHaveLength(0);
  await tap('确认收到，放回货架');
  expect(sent.find((call) => call.method === 'POST')?.body).toEqual({ fate: 'shelf' });
  expect(wrapper.get('[role=status]').text()).toContain('¥9.00 自动退给买家');
});
