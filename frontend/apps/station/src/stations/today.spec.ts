import { flushPromises } from '@vue/test-utils';
import { newItem } from '@xiangzhan/core';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { beforeEach, expect, test } from 'vitest';

import { memoryShelves } from '../backend/memoryShelves';
import { keepIn } from '../backend/store';
import TodayPage from './pages/TodayPage.vue';
import { pendingOf } from './useToday';

const STATION = {
  uid: 's1', name: '东峡电商服务站', letters: '001', county_letters: 'DT', township: '东峡镇',
  village: '东峡村', cooperative: { uid: 'c1', name: '东峡种植专业合作社' },
};
const TODAY = {
  to_pack: 3, to_ship: 1, received_today: { count: 2, net_g: 25_000, amount: '60.00' },
  lots_unlisted: 4, listings_on_sale: 5, listings_returned: 1,
};

beforeEach(() => keepIn(memoryShelves()));

test('the day shows what waits, and each figure opens its list', async () => {
  answerFetch({
    'GET /stations/mine': { body: STATION }, 'GET /stations/mine/today': { body: TODAY },
  });
  const { wrapper } = await mountPage(TodayPage);
  await flushPromises();
  const rows = wrapper.findAll('.counter').map((row) => [row.text(), row.attributes('href')]);
  expect(rows[0]).toEqual(['需处理0', '/outbox?status=attention']);
  expect(rows[2]).toEqual(['待收货0', '/receive']);
  expect(rows[3]).toEqual(['待打包3', '/shipments?status=waiting']);
  expect(rows[6]).toEqual(['代发待交0', '/parcels/out']);
  expect(rows[7]).toEqual(['今日收货250 斤 · ¥60.00', '/receipts']);
  expect(rows[9]).toEqual(['退回的上架1', '/listings?status=returned']);
});

test('the four deeds stand there before and without the figures', async () => {
  answerFetch({ 'GET /stations/mine': { status: 403, body: { code: 'forbidden', detail: '' } } });
  const { wrapper } = await mountPage(TodayPage);
  expect(wrapper.findAll('.deed').map((deed) => deed.text())).toEqual(
    ['收货', '上架', '打包', '发货', '包裹', '便民服务', '收入调查', '盘点', '日结'],
  );
  await flushPromises();
  expect(wrapper.find('.counter').exists()).toBe(false);
});

test('what was done here and is not sent yet counts already', () => {
  const open = (kind: string) => ({
    ...newItem({
      uid: kind, kind, title: '', number: 1, made_at: '2026-09-28T02:00:00Z', body: {},
      owner: { user: 'u', hat: 'h', name: '', station: 's' },
    }),
  });
  const items = [open('receipt'), open('pack'), open('ship')];
  expect(pendingOf(items, '2026-09-28')).toEqual({ onShelf: 0, toCollect: 0, begun: false, packed: 1, shipped: 1, received: 1 });
});
