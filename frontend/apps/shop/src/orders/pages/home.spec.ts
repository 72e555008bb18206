import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';

import { listingWire } from '../testing/wires';
import HomePage from './HomePage.vue';

const CATEGORIES = { body: [{ code: 'vegetable', name: '蔬菜', listings: 1 }] };
const page = (...uids: string[]) => ({ results: uids.map((uid) => listingWire({ uid })) });

beforeEach(() => localStorage.clear());

test('cards show price per package and per 斤, and the list says where it ends', async () => {
  answerFetch({
    'GET /public/categories': CATEGORIES,
    'GET /public/listings': { body: { ...page('l1'), next: null } },
  });
  const { wrapper } = await mountPage(HomePage);
  await flushPromises();
  const card = wrapper.get('[data-listing]');
  expect(card.text()).toContain('¥12.50');
  expect(card.text()).toContain('2.50 元/斤');
  expect(card.get('img').attributes()).toMatchObject({ loading: 'lazy', width: '88', height: '88' });
  expect(wrapper.text()).toContain('到底了，共 1 种产品');
});

test('more is added below by the cursor', async () => {
  const body = { ...page('l1'), next: 'http://x/api/v1/public/listings?cursor=c2' };
  answerFetch({ 'GET /public/categories': CATEGORIES, 'GET /public/listings': { body } });
  const { wrapper } = await mountPage(HomePage);
  await flushPromises();
  body.results = page('l2').results;
  body.next = null as unknown as string;
  await wrapper.findAll('button').find((one) => one.text() === '加载更多')?.trigger('click');
  await flushPromises();
  expect(wrapper.findAll('[data-listing]')).toHaveLength(2);
});

test('Enter searches by the address, but not while pinyin is being chosen', async () => {
  answerFetch({
    'GET /public/categories': CATEGORIES,
    'GET /public/listings': { body: { ...page(), next: null } },
    'GET /public/suggestions': { body: { near: ['土豆'], in_season: ['蚕豆'] } },
  });
  const { wrapper, router } = await mountPage(HomePage);
  await flushPromises();
  const input = wrapper.get('input');
  await input.setValue('yangyu');
  await input.trigger('keydown', { key: 'Enter', isComposing: true });
  await flushPromises();
  expect(router.currentRoute.value.query).toEqual({});
  await input.trigger('keydown', { key: 'Enter' });
  await flushPromises();
  expect(router.currentRoute.value.query).toEqual({ search: 'yangyu' });
  expect(wrapper.text()).toContain('没有找到“yangyu”');
  await vi.waitFor(() => {
    const offered = wrapper.get('[data-no-hit]').findAll('button').map((one) => one.text());
    expect(offered).toEqual(['土豆', '蚕豆', '全部', '蔬菜']);
  });
});

test('without network the last list is shown with its time', async () => {
  answerFetch({
    'GET /public/categories': CATEGORIES,
    'GET /public/listings': { body: { ...page('l1'), next: null } },
  });
  await mountPage(HomePage);
  await flushPromises();
  answerFetch({});
  const { wrapper } = await mountPage(HomePage);
  await flushPromises();
  expect(wrapper.get('[data-state=offline]').text()).toContain('数据截至');
  expect(wrapper.findAll('[data-listing]')).toHaveLength(1);
});

test('season, township and order are chosen into the address and shown', async () => {
  answerFetch({
    'GET /public/categories': CATEGORIES,
    'GET /public/listings': { body: { ...page('l1'), next: null } },
    'GET /public/townships': { body: [{ code: '630121103', name: '东峡镇' }] },
  });
  const { wrapper, router } = await mountPage(HomePage);
  await flushPromises();
  await wrapper.get('button[aria-expanded]').trigger('click');
  await vi.waitFor(() => expect(wrapper.find('[data-filters] option[value="630121103"]').exists()).toBe(true));
  await wrapper.get('[data-filters] select').setValue('630121103');
  await flushPromises();
  await wrapper.findAll('[data-filters] button').find((one) => one.text() === '只看当季')?.trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.query).toEqual({ township: '630121103', in_season: '1' });
  expect(wrapper.text()).toContain('乡镇：东峡镇');
});
