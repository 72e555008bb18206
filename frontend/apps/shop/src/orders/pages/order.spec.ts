import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';

import { orderWire } from '../testing/wires';
import type { OrderWire } from '../wire';
import OrderPage from './OrderPage.vue';
import OrdersPage from './OrdersPage.vue';
import PickUpPage from './PickUpPage.vue';

const NUMBER = 'OD202609300003';

async function open(order: OrderWire, more: Parameters<typeof answerFetch>[0] = {}) {
  const sent = answerFetch({ [`GET /orders/${NUMBER}`]: { body: order }, ...more });
  const { wrapper } = await mountPage(OrderPage, { props: { number: NUMBER } });
  await flushPromises();
  const button = (text: string) => wrapper.findAll('button').find((one) => one.text() === text);
  return { wrapper, sent, button };
}

test('an order shows its lots and households as given', async () => {
  const { wrapper } = await open(orderWire());
  expect(wrapper.get('[data-source] a').attributes('href')).toBe('/t/DT2609300A1A001X');
  expect(wrapper.get('[data-source]').text()).toContain('马*福');
});

test('a finished order can be bought again, at what the cart then says', async () => {
  localStorage.clear();
  const { button } = await open(orderWire({
    status: 'completed', can: { pay: false, cancel: false, confirm_receipt: false },
  }));
  await button('再买一次')?.trigger('click');
  await flushPromises();
  expect(JSON.parse(localStorage.getItem('xz-cart') ?? '[]')).toMatchObject([
    { listing: 'l1', quantity: 2, price: 1250, station_name: '东峡站' },
  ]);
});

test('a courier that is silent for two days is not left to the buyer alone', async () => {
  const shipment = {
    uid: 's1', station_name: '东峡站', status: 'shipped', status_name: '运输中', shipping: '8.00',
    courier: '邮政', waybill: '9800000000001', shipped_at: '2026-09-01T06:00:00Z', pick_up: false,
    pick_up_code: '', station_address: '', station_hours: '', station_phone: '0971-2700000',
  };
  const { wrapper } = await open(orderWire({ status: 'shipped', shipments: [shipment] }));
  expect(wrapper.get('[data-silent] a').attributes('href')).toBe('tel:0971-2700000');
});

test('cancelling asks first and shows the order as it is then', async () => {
  const gone = orderWire({
    status: 'cancelled', status_name: '已取消', can: { pay: false, cancel: false, confirm_receipt: false },
  });
  const { wrapper, sent, button } = await open(orderWire(), {
    [`POST /orders/${NUMBER}/cancel`]: { body: gone },
  });
  await button('取消订单')?.trigger('click');
  expect(sent.filter((call) => call.method === 'POST')).toHaveLength(0);
  await button('确认取消')?.trigger('click');
  await flushPromises();
  expect(wrapper.get('h1').text()).toBe('已取消');
  expect(button('继续支付')).toBeUndefined();
});

const SHIPPED = orderWire({
  status: 'shipped', status_name: '运输中', can: { pay: false, cancel: false, confirm_receipt: true },
});
const DONE = orderWire({
  status: 'completed', status_name: '已完成', can: { pay: false, cancel: false, confirm_receipt: false },
});
const CANCELLED = orderWire({
  status: 'cancelled', status_name: '已取消', can: { pay: false, cancel: false, confirm_receipt: false },
});

test.each([
  ['取消订单', '确认取消', orderWire(), CANCELLED, '订单已取消'],
  ['确认收货', '已收到，确认收货', SHIPPED, DONE, '已确认收货'],
])('%s whose answer is lost shows what came of it, and complains of nothing', async (label, yes, before, after, words) => {
  const read = { body: before };
  const { wrapper, sent, button } = await open(before, { [`GET /orders/${NUMBER}`]: read });
  await button(label)?.trigger('click');
  // The deed reaches the server; the answer to the POST is lost, the next reading is not.
  read.body = after;
  await button(yes)?.trigger('click');
  await flushPromises();
  expect(wrapper.get('h1').text()).toBe(after.status_name);
  expect(wrapper.get('[role=status]').text()).toContain(words);
  expect(wrapper.find('[role=alert]').exists()).toBe(false);
  expect(sent.filter((call) => call.method === 'POST')).toHaveLength(1);
});

test.each([
  ['取消订单', '确认取消', 'cancel', orderWire(), CANCELLED],
  ['确认收货', '已收到，确认收货', 'confirm-receipt', SHIPPED, DONE],
])('%s tapped again after a lost answer is the same deed', async (label, yes, path, before, after) => {
  const answers: Parameters<typeof answerFetch>[0] = { [`GET /orders/${NUMBER}`]: { body: before } };
  const sent = answerFetch(answers);
  const { wrapper } = await mountPage(OrderPage, { props: { number: NUMBER } });
  await flushPromises();
  const tap = (text: string) =>
    wrapper.findAll('button').find((one) => one.text() === text)?.trigger('click');
  await tap(label);
  await tap(yes);
  await flushPromises();
  expect(wrapper.get('[role=alert]').text()).toContain('网络');
  answers[`POST /orders/${NUMBER}/${path}`] = { body: after };
  await tap(label);
  await tap(yes);
  await flushPromises();
  const keys = sent.filter((call) => call.method === 'POST').map((call) => call.headers['Idempotency-Key']);
  expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
  expect(wrapper.find('[role=alert]').exists()).toBe(false);
});

test('after receipt the parts of the money add up to what was paid', async () => {
  const shipped = orderWire({
    status: 'delivered', status_name: '已送达', can: { pay: false, cancel: false, confirm_receipt: true },
  });
  const done = orderWire({
    status: 'completed', status_name: '已完成', can: { pay: false, cancel: false, confirm_receipt: false },
    money_parts: [
      { part: 'household', name: '农户', amount: '20.00' },
      { part: 'shipping', name: '运费', amount: '13.00' },
    ],
  });
  const { wrapper, button } = await open(shipped, {
    [`POST /orders/${NUMBER}/confirm-receipt`]: { body: done },
  });
  await button('确认收货')?.trigger('click');
  await button('已收到，确认收货')?.trigger('click');
  await flushPromises();
  expect(wrapper.get('[data-parts-sum]').text()).toBe('¥33.00');
  expect(wrapper.get('[data-money-parts]').text()).toContain('与实付金额一致');
});

test('after one of two orders is paid the page leads to the other', async () => {
  const other = { number: 'OD202609300004', status: 'placed', status_name: '待付款', total: '13.00' };
  const { wrapper } = await open(orderWire({ status: 'paid', placed_together: [other] }));
  expect(wrapper.get('[data-together]').text()).toContain('还有 1 笔没有付款');
  const next = wrapper.get('[data-together] .xz-button--primary');
  expect(next.text()).toBe('接着付下一笔 ¥13.00');
  expect(next.attributes('href')).toBe('/shop/orders/OD202609300004/processing');
});

test('the pick-up page shows the code once the parcel is packed', async () => {
  const shipment = {
    uid: 's1', station_name: '东峡站', status: 'packed', status_name: '已打包', shipping: '0.00',
    courier: '', waybill: '', shipped_at: null, pick_up: true, pick_up_code: '480215',
    station_address: '东峡村口', station_hours: '8:30–18:00', station_phone: '09712000001',
  };
  answerFetch({ [`GET /orders/${NUMBER}`]: { body: orderWire({ shipments: [shipment] }) } });
  const { wrapper } = await mountPage(PickUpPage, { props: { number: NUMBER } });
  await flushPromises();
  expect(wrapper.get('[data-code]').text()).toBe('480215');
  expect(wrapper.text()).toContain('东峡村口');
});

test('the list of orders filters by the address and says when it is empty', async () => {
  const sent = answerFetch({ 'GET /orders': { body: { results: [], next: null } } });
  const { wrapper, router } = await mountPage(OrdersPage, { path: '/shop/orders' });
  await flushPromises();
  expect(wrapper.get('[data-state=empty]').text()).toContain('还没有订单');
  await wrapper.findAll('button').find((one) => one.text() === '待收货')?.trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.query).toEqual({ status: 'shipped,delivered' });
  expect(sent).toHaveLength(2);
});
