import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { beforeEach, expect, test, vi } from 'vitest';

import ListingNewPage from './pages/ListingNewPage.vue';
import LotsPage from './pages/LotsPage.vue';
import ReceiveConfirmPage from './pages/ReceiveConfirmPage.vue';
import ReceiveHouseholdPage from './pages/ReceiveHouseholdPage.vue';
import ReceiveProducePage from './pages/ReceiveProducePage.vue';
import ReceiveWeighPage from './pages/ReceiveWeighPage.vue';
import { HOUSEHOLD, LISTING_ANSWER, LOT, POTATO, PRICE_ANSWER } from './produce.fixture';

const DRAFT = 'xz-station/none/intake';
const page = <T>(...results: T[]) => ({ body: { results, next: null, previous: null } });

function keepDraft(part: object): void {
  const draft = {
    uid: '6f1c1f0a-0000-4000-8000-000000000001', household: HOUSEHOLD, price: POTATO,
    mode: 'consignment', gross_g: 13_500, tare_g: 1000, unit: '斤',
    weighed_at: '2026-09-28T02:00:00Z', lost: null, ...part,
  };
  localStorage.setItem(DRAFT, JSON.stringify(draft));
}

beforeEach(() => {
  localStorage.clear();
  document.body.innerHTML = '';
});

test('a household is found by typing and remembered on the device', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  answerFetch({ 'GET /households': page(HOUSEHOLD) });
  const { wrapper, router } = await mountPage(ReceiveHouseholdPage);
  await wrapper.get('input').setValue('myf');
  await vi.advanceTimersByTimeAsync(300);
  vi.useRealTimers();
  await flushPromises();
  await wrapper.get('[data-household=HC000001]').trigger('click');
  await vi.waitFor(() => expect(router.currentRoute.value.path).toBe('/receive/produce'));
  expect(localStorage.getItem('xz-station/none/households')).toContain('马有福');
});

test('nobody found is said with what else to try', async () => {
  answerFetch({ 'GET /households': page() });
  const { wrapper } = await mountPage(ReceiveHouseholdPage);
  await wrapper.get('input').setValue('zzz');
  await wrapper.get('input').trigger('keydown', { key: 'Enter' });
  await flushPromises();
  expect(wrapper.get('[data-state=empty]').text()).toContain('没有找到“zzz”');
});

test("a tile and a grade show today's price with its date", async () => {
  keepDraft({ price: null, gross_g: null });
  answerFetch({ 'GET /prices': { body: [PRICE_ANSWER] } });
  const { wrapper } = await mountPage(ReceiveProducePage);
  await flushPromises();
  await wrapper.get('[data-product=potato]').trigger('click');
  await flushPromises();
  expect(wrapper.get('.price').text()).toBe('今日价 1.20 元/斤2026-09-26 起执行');
});

test('net and amount follow the scale, and a wrong weight closes the way on', async () => {
  keepDraft({ gross_g: null });
  const { wrapper } = await mountPage(ReceiveWeighPage);
  const go = () => wrapper.get('.xs-foot button').attributes('disabled');
  await wrapper.get('input').setValue('27');
  expect(wrapper.get('[data-net]').text()).toBe('25 斤（12.5 公斤）');
  expect(wrapper.get('[data-amount]').text()).toBe('¥30.00');
  expect(go()).toBeUndefined();
  await wrapper.get('input').setValue('1');
  expect(wrapper.text()).toContain('净重必须大于 0');
  expect(go()).toBe('');
});

test('a refused price stands on the page with the way to mend it', async () => {
  keepDraft({});
  const fields = { price_per_jin: '今日价是 1.30 元，请重选' };
  answerFetch({ 'POST /receipts': { status: 422, body: { code: 'price_not_of_the_day', fields } } });
  const { wrapper } = await mountPage(ReceiveConfirmPage);
  await wrapper.get('.xs-foot button').trigger('click');
  await flushPromises();
  expect(wrapper.get('[data-line]').text()).toBe('马有福，土豆 一级 25 斤 × 1.20 = 30.00 元');
  expect(wrapper.get('[role=alert]').text()).toContain('今日价是 1.30 元，请重选');
  expect(wrapper.get('[role=alert] a').attributes('href')).toBe('/receive/produce');
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
