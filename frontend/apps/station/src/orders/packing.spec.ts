import { flushPromises } from '@vue/test-utils';
import { lotCode } from '@xiangzhan/core';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { beforeEach, expect, test, vi } from 'vitest';

import { memoryShelves } from '../backend/memoryShelves';
import { keepIn, store } from '../backend/store';
import type { Shipment } from './api';
import './deeds';
import PackPage from './pages/PackPage.vue';
import ShipPage from './pages/ShipPage.vue';
import { judge, wantedLots } from './picking';

const code = (running: number) =>
  lotCode({ county: 'DT', on: '2026-09-28', station: '001', device: 'A', running });
const [A, B, OTHER] = [code(1), code(2), code(3)];
const lot = (one: string, weight_g: number) => ({ code: one, weight_g, household_name: '马有福' });
const SHIPMENT: Shipment = {
  uid: 's1', order_number: 'OD202609280001', status: 'waiting', status_name: '待打包',
  region: '青海省西宁市', placed_at: '2026-09-28T02:00:00Z', courier: '', waybill: '', pick_up: false,
  lines: [
    { position: 1, title: '土豆', quantity: 2, package_g: 2500, lots: [lot(A, 3000), lot(B, 2000)] },
    { position: 2, title: '蚕豆', quantity: 1, package_g: 1000, lots: [lot(B, 1000)] },
  ],
};
const routes = [{ path: '/shipments/:uid?/:deed?', component: { render: () => null } }];
const open = (deed: string, shipment: Shipment) => {
  const sent = answerFetch({
    'GET /shipments/s1': { body: shipment },
    'POST /shipments/s1/pack': { body: { ...shipment, status: 'packed' } },
    'POST /shipments/s1/ship': {
      status: 409,
      body: { code: 'waybill_used', detail: '', fields: { waybill: '这个运单号已用过' } },
    },
  });
  const page = deed === 'pack' ? PackPage : ShipPage;
  return { sent, mounted: mountPage(page, { path: `/shipments/s1/${deed}`, routes }) };
};

beforeEach(() => {
  localStorage.clear();
  keepIn(memoryShelves());
});

test('a lot in two lines is wanted once with its whole weight', () => {
  expect(wantedLots(SHIPMENT).map((one) => [one.code, one.weight_g])).toEqual(
    [[A, 3000], [B, 3000]],
  );
});

test('the right lot is green, another lot is refused in words, an ending is enough', () => {
  const wanted = wantedLots(SHIPMENT);
  const none = new Set<string>();
  expect(judge(`http://x.test/t/${A}`, wanted, none)).toMatchObject({ good: true, code: A });
  expect(judge(OTHER, wanted, none).words).toBe(
    `拿错了：${OTHER} 不是这一单的批次，请放回去换正确的`,
  );
  expect(judge(B.slice(-4), wanted, none).code).toBe(B);
  expect(judge('9', wanted, none).words).toBe('没有批次以 9 结尾，请核对后重输');
});

test('only when every lot is proved the parcel can be closed', async () => {
  const { sent, mounted } = open('pack', SHIPMENT);
  const { wrapper } = await mounted;
  await flushPromises();
  const close = wrapper.get('.xs-foot button');
  expect(close.attributes('disabled')).toBe('');
  await wrapper.get(`[data-pick=${A}]`).trigger('click');
  await wrapper.get('input').setValue(B);
  await wrapper.get('form').trigger('submit');
  expect(wrapper.text()).toContain('全部核对完');
  await close.trigger('click');
  await flushPromises();
  expect(sent.at(-1)?.body).toEqual({ lot_codes: [A, B] });
  expect(wrapper.text()).toContain('已打包，可以发货了');
});

test('a wrong lot stands there in words and proves nothing', async () => {
  const { mounted } = open('pack', SHIPMENT);
  const { wrapper } = await mounted;
  await flushPromises();
  await wrapper.get('input').setValue(OTHER);
  await wrapper.get('form').trigger('submit');
  expect(wrapper.get('.verdict.bad').text()).toContain('拿错了');
  expect(wrapper.text()).toContain('还差 2 个批次');
});

test('a waybill used before is refused at its field and kept', async () => {
  const { mounted } = open('ship', { ...SHIPMENT, status: 'packed', status_name: '已打包' });
  const { wrapper } = await mounted;
  await flushPromises();
  await wrapper.get('input[value="顺丰"]').setValue(true);
  await wrapper.get('input[type=text]').setValue('SF1234567890');
  await wrapper.get('.xs-foot button').trigger('click');
  await flushPromises();
  expect(wrapper.text()).toContain('这个运单号已用过');
  expect((wrapper.get('input[type=text]').element as HTMLInputElement).value).toBe('SF1234567890');
});

test('the shipping label opens in a new tab until the parcel has arrived', async () => {
  const { wrapper } = await open('pack', SHIPMENT).mounted;
  await flushPromises();
  const label = wrapper.get('[href="/print/shipping/s1"]');
  expect([label.text(), label.attributes('target')]).toEqual(['打印发货单', '_blank']);
  const arrived = await open('ship', { ...SHIPMENT, status: 'delivered' }).mounted;
  await flushPromises();
  expect(arrived.wrapper.find('[href="/print/shipping/s1"]').exists()).toBe(false);
});

test('without network the parcel is packed here and the deed waits in the outbox', async () => {
  const { wrapper } = await open('pack', SHIPMENT).mounted;
  await flushPromises();
  answerFetch({});
  await wrapper.get(`[data-pick=${A}]`).trigger('click');
  await wrapper.get(`[data-pick=${B}]`).trigger('click');
  await wrapper.get('.xs-foot button').trigger('click');
  await vi.waitFor(() => expect(wrapper.text()).toContain('已打包，可以发货了'));
  const [item] = await store().outbox.all();
  expect(item).toMatchObject({ kind: 'pack', body: { shipment: 's1', lot_codes: [A, B] } });
});
