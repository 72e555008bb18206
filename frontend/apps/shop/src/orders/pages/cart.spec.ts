import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { beforeEach, expect, test } from 'vitest';

import { quoteWire } from '../testing/wires';
import CartPage from './CartPage.vue';

const LINE = {
  listing: 'l1', quantity: 2, title: '东峡土豆 5 斤装', price: 1250, picture: 'potato',
  station_name: '东峡站',
};

beforeEach(() => localStorage.setItem('xz-cart', JSON.stringify([LINE])));

async function open(answer: { status?: number; body?: unknown }) {
  answerFetch({ 'POST /orders/quote': answer });
  const opened = await mountPage(CartPage);
  await flushPromises();
  return opened;
}

test('the total of the server is shown with its shipping', async () => {
  const { wrapper } = await open({ body: quoteWire() });
  expect(wrapper.get('.pay-bar').text()).toContain('¥33.00');
  expect(wrapper.get('section').attributes('aria-label')).toBe('东峡站发货');
  expect(wrapper.get('.pay-bar a').attributes('href')).toBe('/shop/checkout');
});

test('signed out the cart stands with the prices seen and says what sign-in adds', async () => {
  const { wrapper } = await open({ status: 401, body: {} });
  expect(wrapper.text()).toContain('登录后核对库存和运费');
  expect(wrapper.get('.pay-bar').text()).toContain('¥25.00');
});

test('a shortage closes the way to the checkout until it is mended', async () => {
  const { wrapper } = await open({
    body: quoteWire({ available_packages: 1, problem: '只剩 1 件' }),
  });
  expect(wrapper.text()).toContain('只剩 1 件，请减少数量');
  expect(wrapper.find('.pay-bar a').exists()).toBe(false);
  await wrapper.get('[data-cart-row] button[aria-label^=移除]').trigger('click');
  expect(wrapper.text()).toContain('购物车还是空的');
});
