import { flushPromises } from '@vue/test-utils';
import { localDate } from '@xiangzhan/core';
import { answerFetch, mountPage, type Sent } from '@xiangzhan/ui/testing';
import { beforeEach, expect, test, vi } from 'vitest';

import { memoryShelves } from '../backend/memoryShelves';
import { type Binding, keepIn, keepMeta, store } from '../backend/store';
import { useBindings } from '../backend/useBindings';
import { useOutbox } from '../backend/useOutbox';
import DayClosePage from './pages/DayClosePage.vue';
import StockCountPage from './pages/StockCountPage.vue';
import VoidPage from './pages/VoidPage.vue';
import { LOT, RECEIPT } from './produce.fixture';
import { varianceWords } from './useCountResult';

const HAT = { uid: 'hat1', role: 'SO', role_name: '运营员', scope_name: '东峡站' };
const BINDING: Binding = {
  hat: HAT, hats: [HAT], user: { uid: 'u1', name: '马兰' }, device_uid: 'd1', letter: 'A',
  token: 'secret', pin: null, confirmed_at: Date.now(), revoked: false,
  station: {
    uid: 's1', name: '东峡站', letters: '017', county_letters: 'DT', township: '东峡镇',
    village: '东峡村', cooperative: null,
  },
};
const TODAY = localDate(new Date());
const DAY = {
  on: TODAY, lots_count: 3, net_g: 38_250, unpriced_count: 0, owed: '30.60', consigned: '30.60',
  rejected_g: 0, wasted_g: 0, parcels_in: 1, parcels_out: 0, services_count: 2, unsent_count: 0, close: null,
};
const PREVIEW = { 'GET /day-closes/preview': { body: DAY } };

beforeEach(async () => {
  localStorage.clear();
  keepIn(memoryShelves());
  await store().bindings.put(BINDING);
  await keepMeta('active_hat', HAT.uid);
  sessionStorage.setItem('xz-station-unlocked', HAT.uid);
});

async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await flushPromises();
  await vi.waitFor(() => expect(useOutbox().sending).toBe(false));
}
const pathsOf = (sent: readonly Sent[]) => sent.filter((call) => call.method === 'POST').map((call) => call.path);

/** The signed draft of a day, as it lies on the device. */
async function signedDay(): Promise<void> {
  const draft = { uid: 'close-1', on: TODAY, cash_fen: 12_050, signed: true };
  localStorage.setItem('xz-station/hat1/day', JSON.stringify(draft));
  localStorage.setItem('xz-station/none/day', JSON.stringify(draft));
  await store().photos.put({
    id: 'ph1', item: 'close-1', kind: 'signature', made_at: '2026-09-28', blob: new Blob(['x']), sent: false, problem: '',
  });
}
async function openDay() {
  const page = await mountPage(DayClosePage);
  await useBindings().start();
  await flushPromises();
  return page.wrapper;
}

test('a day is closed without network: the signature goes first, then the close with its hash', async () => {
  await signedDay();
  answerFetch({});
  const wrapper = await openDay();
  await wrapper.get('.xs-foot button').trigger('click');
  await settled();
  expect(wrapper.get('[data-queued]').text()).toContain('已签字，等待上传');
  const sent = answerFetch({
    ...PREVIEW, 'POST /photos': { status: 201, body: { hash: 'abc' } },
    'POST /devices/me/beat': { status: 204 }, 'POST /day-closes': { status: 201, body: { uid: 'close-1' } },
  });
  await useOutbox().sendAll();
  expect(pathsOf(sent).slice(0, 3)).toEqual(['/devices/me/beat', '/photos', '/day-closes']);
  expect(sent.find((call) => call.path === '/day-closes')?.body).toEqual({
    uid: 'close-1', on: TODAY, cash: '120.50', unsent_count: 0, signature: 'abc',
  });
});

test('with a record that is not uploaded the day cannot be closed, and says so', async () => {
  await signedDay();
  answerFetch(PREVIEW);
  const wrapper = await openDay();
  await useOutbox().add(() => Promise.resolve([{ uid: 'r1', kind: 'unknown', title: '一筐', body: {} }]));
  await flushPromises();
  expect(wrapper.text()).toContain('本机还有 1 条记录没有上传');
  expect(wrapper.get('.xs-foot button').attributes('disabled')).toBe('');
});

test('a close the server refused is tried again under another key', async () => {
  await signedDay();
  answerFetch({});
  const wrapper = await openDay();
  await wrapper.get('.xs-foot button').trigger('click');
  await settled();
  const refusal = { status: 409, body: { code: 'day_has_unsent', detail: '还有 3 条记录未上传' } };
  const sent = answerFetch({ ...PREVIEW, 'POST /photos': { body: { hash: 'abc' } }, 'POST /day-closes': refusal });
  await useOutbox().sendAll();
  expect(wrapper.get('[data-queued]').text()).toContain('还有 3 条记录未上传');
  await useOutbox().apply('close-1', { type: 'queue' });
  await useOutbox().sendAll();
  const keys = sent.filter((call) => call.path === '/day-closes').map((call) => call.headers['Idempotency-Key']);
  expect(keys).toEqual(['close-1', 'close-1~1']);
  expect(sent.filter((call) => call.path === '/photos')).toHaveLength(1);
});

test('what lies on the shelf is counted lot by lot and written down', async () => {
  answerFetch({ 'GET /lots': { body: { results: [LOT], next: null } } });
  const { wrapper } = await mountPage(StockCountPage);
  await flushPromises();
  await wrapper.get(`[data-count=${LOT.code}] input`).setValue('24');
  await wrapper.get('.xs-foot button').trigger('click');
  await settled();
  expect((await store().outbox.all())[0]?.body).toEqual({ lines: [{ lot: LOT.code, on_hand_g: 12_000 }], note: '' });
});

test('the difference is said in words', () => {
  expect([500, 0, -250].map(varianceWords)).toEqual(['少 1 斤', '相符', '多 0.5 斤']);
});

test('a voiding is asked for with a reason and its state is told', async () => {
  answerFetch({ 'GET /receipts/r1': { body: RECEIPT } });
  const { wrapper } = await mountPage(VoidPage, {
    path: '/receipts/r1/void', routes: [{ path: '/receipts/:uid/void', component: VoidPage }],
  });
  await flushPromises();
  await wrapper.get('input').setValue('称错了户');
  await wrapper.get('[aria-label=申请作废] .xz-row button').trigger('click');
  await wrapper.get('[aria-label=申请作废] .xz-button--primary').trigger('click');
  await settled();
  expect((await store().outbox.all())[0]?.body).toMatchObject({ receipt: 'r1', reason: '称错了户' });
  expect(wrapper.get('[data-void]').text()).toContain('作废申请已记在本机');
});

test('a request the manager sent back can be made again', async () => {
  const standing = { state: 'returned', state_name: '退回修改', reason: 'x', asked_at: '', comment: '请核对户名' };
  answerFetch({ 'GET /receipts/r1': { body: { ...RECEIPT, void_request: standing } } });
  const { wrapper } = await mountPage(VoidPage, {
    path: '/receipts/r1/void', routes: [{ path: '/receipts/:uid/void', component: VoidPage }],
  });
  await flushPromises();
  expect(wrapper.get('[data-void]').text()).toContain('理事长退回：请核对户名');
  expect(wrapper.find('[aria-label=申请作废]').exists()).toBe(true);
});
