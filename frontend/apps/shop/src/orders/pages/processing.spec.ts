import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { orderWire } from '../testing/wires';
import ProcessingPage from './ProcessingPage.vue';

const NUMBER = 'OD202609300003';
const KEY = `GET /orders/${NUMBER}`;

beforeEach(() => {
  vi.useFakeTimers();
  history.replaceState({}, '');
});
afterEach(() => vi.useRealTimers());

const ASKED = { state: 'pending', state_name: '待支付', paid_at: null };

async function open(order = orderWire({ payment: ASKED })) {
  const answers = { [KEY]: { body: order } };
  const sent = answerFetch(answers);
  const opened = await mountPage(ProcessingPage, { props: { number: NUMBER } });
  await flushPromises();
  return { ...opened, answers, sent };
}

test('only the order says that it is paid, then its page opens', async () => {
  const { wrapper, router, answers } = await open();
  expect(wrapper.get('[data-phase]').attributes('data-phase')).toBe('confirming');
  answers[KEY] = { body: orderWire({ status: 'paid', status_name: '待发货' }) };
  await vi.advanceTimersByTimeAsync(1000);
  await flushPromises();
  expect(router.currentRoute.value.fullPath).toBe(`/shop/orders/${NUMBER}?paid=1`);
});

test('after a minute without money it says unpaid and offers to go on', async () => {
  const { wrapper, sent } = await open();
  await vi.advanceTimersByTimeAsync(61_000);
  expect(wrapper.get('[data-phase]').attributes('data-phase')).toBe('unpaid');
  expect(sent.length).toBeLessThan(12);
  expect(wrapper.findAll('button').map((one) => one.text())).toEqual(['继续支付', '重新查询']);
  wrapper.unmount();
});

test('who comes back without an answer reads that waiting or paying is right, not both', async () => {
  const { wrapper } = await open();
  expect(wrapper.get('[data-phase]').text()).toContain('请不要重复付款');
  await vi.advanceTimersByTimeAsync(7_000);
  expect(wrapper.get('[data-phase]').text()).toContain('还没有付的，可以继续支付');
  expect(wrapper.findAll('button').map((one) => one.text())).toEqual(['继续支付']);
  wrapper.unmount();
});

test('where nobody has gone to the cashier yet, nothing is said to be confirmed', async () => {
  const { wrapper } = await open(orderWire());
  expect(wrapper.get('h1').text()).toBe('未支付');
  expect(wrapper.text()).toContain('还没有付款');
  wrapper.unmount();
});

test('a hold that ran out is said in words', async () => {
  const past = { hold_expires_at: '2026-01-01T00:00:00Z' };
  const { wrapper } = await open(orderWire(past));
  expect(wrapper.get('h1').text()).toBe('已超时');
  wrapper.unmount();
});

test('a payment that does not fit is looked into, and nobody is asked to pay again', async () => {
  const payment = { state: 'mismatch', state_name: '核对不符', paid_at: null };
  const { wrapper } = await open(orderWire({ payment, can: { pay: false, cancel: true, confirm_receipt: false } }));
  expect(wrapper.get('[data-phase]').attributes('data-phase')).toBe('doubtful');
  expect(wrapper.text()).toContain('请不要重复付款');
  expect(wrapper.findAll('button')).toEqual([]);
  wrapper.unmount();
});
