import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { beforeEach, expect, test, vi } from 'vitest';

import { memoryShelves } from '../backend/memoryShelves';
import { keepIn, store } from '../backend/store';
import ListingNewPage from './pages/ListingNewPage.vue';
import LotsPage from './pages/LotsPage.vue';
import ReceiveConfirmPage from './pages/ReceiveConfirmPage.vue';
import ReceiveHouseholdPage from './pages/ReceiveHouseholdPage.vue';
import ReceiveProducePage from './pages/ReceiveProducePage.vue';
import ReceiveWeighPage from './pages/ReceiveWeighPage.vue';
import { HOUSEHOLD, LISTING_ANSWER, LOT, POTATO, PRICE_ANSWER, PRODUCT } from './produce.fixture';

const DRAFT = 'xz-station/none/intake';
const page = <T>(...results: T[]) => ({ body: { results, next: null, previous: null } });

function keepDraft(part: object): void {
  const draft = {
    uid: '6f1c1f0a-0000-4000-8000-000000000001', household: HOUSEHOLD, product: PRODUCT,
    grade: 'first', price: POTATO, mode: 'consignment', crates: [], gross_g: 13_500, tare_g: 1000,
    unit: '斤', weighed_at: '2026-09-28T02:00:00Z', mends: null, ...part,
  };
  localStorage.setItem(DRAFT, JSON.stringify(draft));
}

beforeEach(() => {
  localStorage.clear();
  document.body.innerHTML = '';
  keepIn(memoryShelves());
});

test('a household is found by typing and remembered on the device', async () => {
  answerFetch({ 'GET /households': page(HOUSEHOLD) });
  const { wrapper, router } = await mountPage(ReceiveHouseholdPage);
  await flushPromises();
  await wrapper.get('input').setValue('myf');
  await wrapper.get('[data-household=HC000001]').trigger('click');
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/receive/produce'));
  expect(localStorage.getItem('xz-station/none/households')).toContain('马有福');
});

test('without network the households of the last time are found', async () => {
  answerFetch({ 'GET /households': page(HOUSEHOLD) });
  await mountPage(ReceiveHouseholdPage);
  await flushPromises();
  answerFetch({});
  const { wrapper } = await mountPage(ReceiveHouseholdPage);
  await flushPromises();
  await wrapper.get('input').setValue('0017');
  expect(wrapper.get('[data-state=offline]').text()).toContain('没有网络');
  expect(wrapper.find('[data-household=HC000001]').exists()).toBe(true);
});

test('nobody found is said with what else to try', async () => {
  answerFetch({ 'GET /households': page(HOUSEHOLD) });
  const { wrapper } = await mountPage(ReceiveHouseholdPage);
  await flushPromises();
  await wrapper.get('input').setValue('zzz');
  expect(wrapper.get('[data-none]').text()).toContain('没有找到“zzz”');
});

const goods = () =>
  answerFetch({ 'GET /prices': { body: [PRICE_ANSWER] }, 'GET /products': page(PRODUCT) });

test("a tile and a grade show today's price with its date", async () => {
  keepDraft({ product: null, grade: null, price: null, gross_g: null });
  goods();
  const { wrapper } = await mountPage(ReceiveProducePage);
  await flushPromises();
  await wrapper.get('[data-product=potato]').trigger('click');
  await flushPromises();
  expect(wrapper.get('.price').text()).toBe('今日价 1.20 元/斤2026-09-26 起执行');
});

test('a grade without a price is taken as 待定价 and blocks nobody', async () => {
  keepDraft({ grade: null, price: null });
  goods();
  const { wrapper } = await mountPage(ReceiveProducePage);
  await flushPromises();
  await wrapper.get('input[value=special]').setValue(true);
  expect(wrapper.get('.price').text()).toContain('待定价');
  expect(wrapper.get('.xs-foot button').attributes('disabled')).toBeUndefined();
});

test('net and amount follow the scale, and a wrong weight closes the way on', async () => {
  keepDraft({ gross_g: null });
  const { wrapper } = await mountPage(ReceiveWeighPage);
  const go = () => wrapper.get('.xs-foot button').attributes('disabled');
  const gross = wrapper.get('.weigh input');
  await gross.setValue('27');
  expect(wrapper.get('[data-net]').text()).toBe('25 斤（12.5 公斤）');
  expect(wrapper.get('[data-amount]').text()).toBe('¥30.00');
  expect(go()).toBeUndefined();
  await gross.setValue('1');
  expect(wrapper.text()).toContain('净重必须大于 0');
  expect(go()).toBe('');
});

test('several crates add up', async () => {
  keepDraft({});
  const { wrapper } = await mountPage(ReceiveWeighPage);
  await wrapper.get('[aria-label=多筐] button').trigger('click');
  await wrapper.get('.weigh input').setValue('27');
  expect(wrapper.get('[data-net]').text()).toBe('50 斤（25 公斤）');
  expect(wrapper.text()).toContain('已称 1 筐，净重 25 斤');
});

test('a tap writes the basket into the outbox and shows its page at once', async () => {
  keepDraft({});
  answerFetch({});
  const { wrapper, router } = await mountPage(ReceiveConfirmPage);
  await wrapper.get('.xs-foot button').trigger('click');
  await vi.waitFor(() => expect(router.currentRoute.value.path).toMatch(/^.receipts/));
  const [item] = await store().outbox.all();
  expect(item).toMatchObject({ kind: 'receipt', title: '马有福，土豆 一级 25 斤 × 1.20 = 30.00 元' });
});

test('lots of goods on sale are offered as more stock', async () => {
  const sent = answerFetch({
    'GET /lots': page(LOT), 'GET /listings': page(LISTING_ANSWER),
    'POST /listings/l1/stock': { body: { ...LISTING_ANSWER, available_packages: 10 } },
  });
  const { wrapper } = await mountPage(LotsPage);
  await flushPromises();
  await wrapper.get('button.xz-button--primary').trigger('click');
  await flushPromises();
  expect(sent.find((call) => call.method === 'POST')?.body).toEqual({ lots: [LOT.code] });
  expect(wrapper.text()).toContain('已补货到“土豆 一级 2.5 公斤装”，现有 10 件');
});

test('title and price are suggested, follow the package, and go out as text', async () => {
  const sent = answerFetch({
    'GET /lots': page(LOT), 'GET /prices': { body: [PRICE_ANSWER] },
    'POST /listings': { status: 201, body: { ...LISTING_ANSWER, status: 'submitted' } },
  });
  const { wrapper, router } = await mountPage(ListingNewPage, {
    path: `/listings/new?product=p1&grade=first&lots=${LOT.code}`,
  });
  await flushPromises();
  expect(wrapper.text()).toContain('约 5 件，余 0 斤');
  await wrapper.get('input[value="5000"]').setValue(true);
  await wrapper.get('.xs-foot button').trigger('click');
  await flushPromises();
  expect(sent.at(-1)?.body).toMatchObject({
    title: '土豆 一级 5 公斤装', price: '20.00', package_g: 5000, lots: [LOT.code],
  });
  expect(router.currentRoute.value.path).toBe('/listings/l1');
});
