import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import CounterCodePage from './pages/CounterCodePage.vue';

const CODE = { uid: 'c1', qr_code: 'https://qr.example/1', amount: '38.00', expires_at: '2026-09-28T02:15:00Z' };
const state = (now: string, name: string, paid_at: string | null = null) =>
  ({ uid: 'c1', state: now, state_name: name, paid_at });
const PAID = state('paid', '已支付', '2026-09-28T02:03:00Z');

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function open(more: Parameters<typeof answerFetch>[0]) {
  const sent = answerFetch({ 'POST /orders/OD1/counter-codes': { status: 201, body: CODE }, ...more });
  const { wrapper } = await mountPage(CounterCodePage, {
    path: '/counter/OD1', routes: [{ path: '/counter/:number', component: CounterCodePage }],
  });
  await flushPromises();
  return { wrapper, sent };
}

async function threeSeconds(): Promise<void> {
  await vi.advanceTimersByTimeAsync(3000);
  await flushPromises();
}

test('the code is shown until the server says that it was paid, and then nobody asks any more', async () => {
  const { wrapper, sent } = await open({ 'GET /counter-codes/c1': { body: PAID } });
  expect(wrapper.find('svg[role=img]').exists()).toBe(true);
  await threeSeconds();
  expect(wrapper.find('svg[role=img]').exists()).toBe(false);
  expect(wrapper.text()).toContain('已收款');
  await threeSeconds();
  expect(sent.filter((call) => call.method === 'GET')).toHaveLength(1);
});

test('a code that is taken back makes room for a new one', async () => {
  const { wrapper, sent } = await open({
    'POST /counter-codes/c1/take-back': { body: state('closed', '已关闭') },
  });
  const tap = async (words: string) => {
    await wrapper.findAll('button').find((one) => one.text() === words)?.trigger('click');
    await flushPromises();
  };
  await tap('撤销这个收款码');
  await tap('确认撤销');
  expect(wrapper.text()).toContain('已关闭');
  await tap('重新出码');
  expect(sent.filter((call) => call.path === '/orders/OD1/counter-codes')).toHaveLength(2);
});
