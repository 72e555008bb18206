import { flushPromises } from '@vue/test-utils';
import { localDate, lotCode } from '@xiangzhan/core';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { beforeEach, expect, test, vi } from 'vitest';

import { memoryShelves } from '../backend/memoryShelves';
import { keepIn, store } from '../backend/store';
import { useOutbox } from '../backend/useOutbox';
import { useSession } from '../app/session';
import { adjusted } from './adjusting';
import type { Shipment } from './api';
import './deeds';
import { byCourier } from './handedOver';
import HandoverListPage from './pages/HandoverListPage.vue';
import PackPage from './pages/PackPage.vue';
import ShipBatchPage from './pages/ShipBatchPage.vue';

const code = (running: number) => lotCode({ county: 'DT', on: '2026-09-28', station: '001', device: 'A', running });
const [A, B] = [code(1), code(2)];
const HAT = { uid: 'hat1', role: 'SO', role_name: '运营员', scope_name: '东峡站' };
const SHIPMENT: Shipment = {
  uid: 's1', order_number: 'OD202609280001', status: 'waiting', status_name: '待打包',
  region: '青海省西宁市', placed_at: '2026-09-28T02:00:00Z', courier: '', waybill: '', pick_up: false,
  lines: [{ position: 1, title: '土豆', quantity: 1, package_g: 2500, lots: [{ code: A, weight_g: 2500, household_name: '马有福' }] }],
};
const packed = (uid: string, order_number: string): Shipment => ({ ...SHIPMENT, uid, order_number, status: 'packed' });
async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await flushPromises();
  await vi.waitFor(() => expect(useOutbox().sending).toBe(false));
}
const page = (rows: Shipment[]) => ({ body: { results: rows, next: null } });

beforeEach(() => {
  localStorage.clear();
  keepIn(memoryShelves());
});

async function openPack() {
  answerFetch({ 'GET /shipments/s1': { body: SHIPMENT } });
  const { wrapper } = await mountPage(PackPage, {
    path: '/shipments/s1/pack', routes: [{ path: '/shipments/:uid/:deed', component: PackPage }],
  });
  useSession().adopt({ signed_in: true, user: { uid: 'u', name: '马兰' }, hat: HAT, hats: [HAT], demo: false });
  await flushPromises();
  await wrapper.findAll('button').find((one) => one.text().includes('缺重或换货'))?.trigger('click');
  return wrapper;
}

test('a short weight is written down with its reason and the pick list follows', async () => {
  const wrapper = await openPack();
  const card = wrapper.get('[aria-label=缺重或换货]');
  await card.findAll('input').find((one) => one.attributes('inputmode') === 'decimal')?.setValue('4');
  await card.findAll('input.xz-input').at(-1)?.setValue('有几个烂了');
  await card.get('.xz-button--primary').trigger('click');
  await settled();
  const [item] = await store().outbox.all();
  expect(item?.body).toMatchObject({
    shipment: 's1', said: { position: 1, lot_code: A, actual_g: 2000, fate: 'shelf', reason: '有几个烂了' },
  });
  expect(wrapper.get(`[data-pick=${A}]`).text()).toContain('2 公斤');
});

test('more than was sold is no short weight, and without a reason nothing is written', async () => {
  const wrapper = await openPack();
  const card = wrapper.get('[aria-label=缺重或换货]');
  await card.findAll('input').find((one) => one.attributes('inputmode') === 'decimal')?.setValue('6');
  await card.get('.xz-button--primary').trigger('click');
  expect(card.text()).toContain('实际重量要少于应装的重量');
  expect(card.text()).toContain('请写明原因');
  expect(await store().outbox.all()).toEqual([]);
});

test('an exchanged lot is wanted in place of the first, and twice is once', () => {
  const said = { position: 1, lot_code: A, new_lot_code: B, fate: 'shelf', reason: '坏了' };
  const now = adjusted(adjusted(SHIPMENT, said), said);
  expect(now.lines[0]?.lots.map((lot) => lot.code)).toEqual([B]);
});

async function openBatch() {
  answerFetch({ 'GET /shipments': page([packed('s1', 'OD1'), packed('s2', 'OD2')]) });
  const { wrapper } = await mountPage(ShipBatchPage);
  useSession().adopt({ signed_in: true, user: { uid: 'u', name: '马兰' }, hat: HAT, hats: [HAT], demo: false });
  await flushPromises();
  await wrapper.get('input[value=中通]').setValue(true);
  return wrapper;
}
const fill = async (wrapper: Awaited<ReturnType<typeof openBatch>>, order: string, waybill: string) =>
  wrapper.get(`[data-parcel=${order}] input`).setValue(waybill);

test('many parcels are written down and go in one call, each judged by itself', async () => {
  const wrapper = await openBatch();
  await fill(wrapper, 'OD1', 'ZT10000001');
  await fill(wrapper, 'OD2', 'ZT10000002');
  answerFetch({});
  await wrapper.get('.xs-foot button').trigger('click');
  await settled();
  expect(wrapper.text()).toContain('已交快递 2 件');
  const results = [{ shipment: 's1', problem: '' }, { shipment: 's2', problem: '运单号 ZT10000002 已用于另一个包裹' }];
  const sent = answerFetch({ 'POST /shipments/ship-batch': { body: results } });
  await useOutbox().sendAll();
  expect(sent.filter((call) => call.path === '/shipments/ship-batch')).toHaveLength(1);
  const rows = await store().outbox.all();
  expect(rows.map((row) => [row.state, row.problem?.words ?? ''])).toEqual(
    [['sent', ''], ['attention', '运单号 ZT10000002 已用于另一个包裹']],
  );
});

test('one waybill on two parcels is refused before anything is written', async () => {
  const wrapper = await openBatch();
  await fill(wrapper, 'OD1', 'ZT10000001');
  await fill(wrapper, 'OD2', 'ZT10000001');
  await wrapper.get('.xs-foot button').trigger('click');
  expect(wrapper.text()).toContain('运单号 ZT10000001 填了两次');
  expect(await store().outbox.all()).toEqual([]);
});

test('what the courier took along today stands on a list to be signed', async () => {
  const row = { shipment: 's1', order_number: 'OD1', region: '西宁', courier: '中通', waybill: 'ZT10000001', at: '2026-09-28T02:00:00Z' };
  localStorage.setItem(`xz-station/none/handed/${localDate(new Date())}`, JSON.stringify([row]));
  const { wrapper } = await mountPage(HandoverListPage);
  expect(wrapper.get('[data-paper]').text()).toContain('中通，');
  expect(wrapper.get('[data-paper] tbody').text()).toContain('OD1ZT10000001西宁');
});

test('each courier has a list of its own', () => {
  const row = { shipment: 's1', order_number: 'OD1', region: '', courier: '中通', waybill: 'A', at: '' };
  const lists = byCourier([row, { ...row, courier: '邮政' }, row]);
  expect(lists.map(([name, rows]) => [name, rows.length])).toEqual([['中通', 2], ['邮政', 1]]);
});
