import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { beforeEach, expect, test } from 'vitest';

import { listingWire } from '../testing/wires';
import ProductPage from './ProductPage.vue';

beforeEach(() => localStorage.clear());

const SELLER = {
  name: '东峡种植合作社', credit_code: '93630121MA752ABC1X', address: '东峡镇', phone: '', business: '马铃薯种植',
  self_produced_households: 2,
  papers: [
    { kind_name: '检测报告', number: 'JC-7', issuer: '县检测中心', valid_from: '2026-01-01', valid_to: '2026-12-31' },
  ],
};

async function open(body: unknown, status = 200) {
  answerFetch({
    'GET /public/listings/l1': { body, status },
    'GET /public/listings/l1/delivery': {
      body: { parcels: 40, days_to_ship: '0.8', days_on_the_way: '2.5' },
    },
    'GET /public/listings/l1/seller': { body: SELLER },
  });
  const opened = await mountPage(ProductPage, { props: { uid: 'l1' } });
  await flushPromises();
  return opened;
}

test('the page says where it comes from and where the money goes', async () => {
  const { wrapper } = await open(listingWire());
  const text = wrapper.text();
  for (const words of ['东峡种植合作社', '来自 2 户', '马得福', '衙门庄村党支部', '9.10 – 9.80']) {
    expect(text).toContain(words);
  }
  expect(wrapper.get('a[href="/t/DT2609300A1A001X"]').text()).toBe('DT2609300A1A001X');
});

test('measured days, photos and the seller with its papers are told', async () => {
  const { wrapper } = await open(listingWire({ photos: ['/photos/a.webp', '/photos/b.webp'] }));
  expect(wrapper.get('[data-delivery]').text()).toContain('付款后约 0.8 天发出，路上约 2.5 天（按本站最近 40 个包裹');
  expect(wrapper.findAll('ul[aria-label$="共 2 张"] img').map((one) => one.attributes('loading'))).toEqual(['eager', 'lazy']);
  expect(wrapper.text()).not.toContain('图片为示意图');
  await wrapper.get('details').trigger('toggle');
  await flushPromises();
  for (const words of ['93630121MA752ABC1X', '2 户是代卖', '检测报告 JC-7']) {
    expect(wrapper.get('[data-seller]').text()).toContain(words);
  }
});

test('two taps on the cart never hold more than the stock', async () => {
  const { wrapper } = await open(listingWire({ available_packages: 1 }));
  const add = wrapper.findAll('button').find((one) => one.text() === '加入购物车');
  await add?.trigger('click');
  expect(wrapper.text()).toContain('已加入购物车，共 1 件');
  await add?.trigger('click');
  expect(wrapper.text()).toContain('最多能买 1 件');
});

test('buying at once goes to the checkout with what was chosen', async () => {
  const { wrapper, router } = await open(listingWire());
  await wrapper.get('button[aria-label=增加]').trigger('click');
  await wrapper.findAll('button').find((one) => one.text() === '立即购买')?.trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.fullPath).toBe('/shop/checkout?listing=l1&quantity=2');
});

test('sold out offers the category, and a reminder to who is signed in', async () => {
  const { wrapper } = await open(listingWire({ available_packages: 0 }));
  expect(wrapper.text()).toContain('已售完');
  expect(wrapper.findAll('.buy button')).toHaveLength(0);
  const links = wrapper.findAll('.buy a').map((one) => one.attributes('href'));
  expect(links).toEqual(['/shop/sign-in?next=/shop/p/l1', '/?category=vegetable']);
});

test('a listing that is gone is said with a way to try again', async () => {
  const { wrapper } = await open({ code: 'not_found', detail: '商品已下架' }, 404);
  expect(wrapper.get('[data-ready=gone]').text()).toContain('商品已下架');
});

test('a region that is not served is said before the cart', async () => {
  const { wrapper } = await open(listingWire());
  expect(wrapper.get('[data-unserved]').text()).toBe('西藏自治区');
  expect(wrapper.text()).toContain('新疆维吾尔自治区每单加收 ¥12.00');
  expect(wrapper.text()).toContain('每站每单 ¥8.00，3 公斤内；每多 1 公斤加 ¥1.50，同站满 ¥59.00 包邮');
});
