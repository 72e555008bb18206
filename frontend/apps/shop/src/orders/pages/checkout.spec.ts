import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';

import { orderWire, quoteWire } from '../testing/wires';
import CheckoutPage from './CheckoutPage.vue';

const LINE = {
  listing: 'l1', quantity: 2, title: '东峡土豆 5 斤装', price: 1250, picture: 'potato',
  station_name: '东峡站',
};
const DRAFT = {
  name: '李梅', phone: '15400000017', region: '青海省 西宁市 城中区', address: '长江路 1 号',
};

beforeEach(() => {
  localStorage.setItem('xz-cart', JSON.stringify([LINE]));
  sessionStorage.clear();
});

type Answers = Parameters<typeof answerFetch>[0];

async function open(answers: Answers, draft: object = DRAFT) {
  sessionStorage.setItem('xz-checkout', JSON.stringify(draft));
  const all: Answers = { 'POST /orders/quote': { body: quoteWire() }, ...answers };
  const sent = answerFetch(all);
  const opened = await mountPage(CheckoutPage, { path: '/shop/checkout' });
  await flushPromises();
  return { ...opened, sent, all };
}

const placings = (sent: { path: string }[]) => sent.filter((call) => call.path === '/orders');

test('a double tap is one order, and the cart is empty after it', async () => {
  const { wrapper, router, sent } = await open({ 'POST /orders': { status: 201, body: orderWire() } });
  void wrapper.get('form').trigger('submit');
  void wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(placings(sent)).toHaveLength(1);
  expect(placings(sent)[0]).toMatchObject({
    body: { lines: [{ listing: 'l1', quantity: 2, price: '12.50' }], receiver: DRAFT, note: '' },
  });
  expect(router.currentRoute.value.path).toBe('/shop/orders/OD202609300003/processing');
  await flushPromises();
  expect(localStorage.getItem('xz-cart')).toBe('[]');
});

test('after a lost connection the same key goes again, also from a fresh page', async () => {
  const { wrapper, sent } = await open({});
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.get('.xz-bar--danger').text()).toContain('没有网络');
  wrapper.unmount();
  const again = await open({ 'POST /orders': { status: 201, body: orderWire() } });
  await again.wrapper.get('form').trigger('submit');
  await flushPromises();
  const keys = [...sent, ...again.sent]
    .filter((call) => call.path === '/orders')
    .map((call) => call.headers['Idempotency-Key']);
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
});

test('what is missing is said at its field and nothing is sent', async () => {
  const { wrapper, sent } = await open({}, { ...DRAFT, phone: '154', region: '' });
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  const alerts = wrapper.findAll('[role=alert]').map((one) => one.text());
  expect(alerts).toEqual(['请填写 11 位手机号', '请选择省、市、区县']);
  expect(placings(sent)).toHaveLength(0);
});

test('the words of the server stand at the field and what was typed stays', async () => {
  const { wrapper } = await open({
    'POST /orders': {
      status: 422,
      body: { code: 'invalid', fields: { 'receiver.phone': '手机号是空号' } },
    },
  });
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.get('[role=alert]').text()).toBe('手机号是空号');
  expect(wrapper.get<HTMLInputElement>('input[type=tel]').element.value).toBe('15400000017');
});

test('who picks up at the station sends no address and pays no shipping', async () => {
  const { wrapper, sent } = await open({ 'POST /orders': { status: 201, body: orderWire() } });
  await wrapper.get('input[type=radio][value=true]').setValue(true);
  await flushPromises();
  expect(wrapper.find('.region').exists()).toBe(false);
  await vi.waitFor(() => expect(wrapper.get('button[type=submit]').attributes('disabled')).toBeUndefined());
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(sent.filter((call) => call.path === '/orders/quote').at(-1)?.body).toMatchObject({ pick_up: true, region: '' });
  expect(placings(sent)[0]).toMatchObject({
    body: { receiver: { name: '李梅', region: '', address: '', pick_up: true } },
  });
});

test('a region that is not served closes the way and names the other one', async () => {
  const problem = '商品暂时不能送到这个地区，请更换收货地址';
  const quote = quoteWire();
  const stations = quote.stations.map((one) => ({ ...one, problem }));
  const { wrapper, sent } = await open({ 'POST /orders/quote': { body: { ...quote, stations } } });
  expect(sent[0]?.body).toMatchObject({ region: DRAFT.region });
  expect(wrapper.text()).toContain(`${problem}，或改为到站自提`);
  expect(wrapper.get('button[type=submit]').attributes('disabled')).toBeDefined();
});

test('a surcharge and what is missing to free shipping are said', async () => {
  const quote = quoteWire();
  const stations = quote.stations.map((one) => ({ ...one, shipping: '20.00', surcharge: '12.00' }));
  const { wrapper } = await open({ 'POST /orders/quote': { body: { ...quote, stations } } });
  expect(wrapper.text()).toContain('本站运费，含偏远地区加收 ¥12.00，再买 ¥34.00 包邮');
});

test('a cart under two accounts says that it becomes two orders', async () => {
  const quote = quoteWire();
  const second = { merchant_name: '青林合作社', goods: '5.00', shipping: '8.00', total: '13.00' };
  const { wrapper } = await open({
    'POST /orders/quote': { body: { ...quote, orders: [...quote.orders, second] } },
  });
  expect(wrapper.get('[data-split]').text()).toContain('会生成 2 笔订单');
  expect(wrapper.get('[data-split]').text()).toContain('第 2 笔 青林合作社');
});

test('a price that moved is shown and taken only by another tap', async () => {
  const { wrapper, sent, all } = await open({
    'POST /orders': { status: 409, body: { code: 'price_changed', fields: { 'lines.0': '现价' } } },
  });
  all['POST /orders/quote'] = { body: quoteWire({ price: '13.00', amount: '26.00' }) };
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.get('.xz-bar--danger').text()).toContain('价格已从 ¥12.50 变为 ¥13.00');
  all['POST /orders'] = { status: 201, body: orderWire() };
  expect(wrapper.get('button[type=submit]').text()).toBe('接受变化并提交');
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(placings(sent)[1]).toMatchObject({ body: { lines: [{ price: '13.00' }] } });
});
