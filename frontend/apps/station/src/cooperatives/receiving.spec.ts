import { flushPromises } from '@vue/test-utils';
import { isLotCode } from '@xiangzhan/core';
import { speakAsDevice } from '@xiangzhan/ui/session';
import { answerFetch } from '@xiangzhan/ui/testing';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, test } from 'vitest';

import { memoryShelves } from '../backend/memoryShelves';
import { type Binding, keepIn, keepMeta, store } from '../backend/store';
import { useBindings } from '../backend/useBindings';
import { useOutbox } from '../backend/useOutbox';
import { findHouseholds } from './finding';
import { amountOf, emptyIntake, openStep, readBack, stepOfField, weightComplaint } from './intake';
import { HOUSEHOLD, POTATO, PRODUCT, RECEIPT } from './produce.fixture';
import type { ReceiptBody } from './receiptKind';
import { useReceiving } from './useReceiving';

const WEIGHED = {
  ...emptyIntake(), household: HOUSEHOLD, product: PRODUCT, grade: 'first', price: POTATO,
  gross_g: 13_500, tare_g: 1000,
};
const HAT = { uid: 'hat1', role: 'SO', role_name: '运营员', scope_name: '东峡站' };
const STATION = {
  uid: 's1', name: '东峡站', letters: '017', county_letters: 'DT', township: '东峡镇',
  village: '东峡村', cooperative: null,
};
const BINDING: Binding = {
  hat: HAT, hats: [HAT], user: { uid: 'u1', name: '马兰' }, station: STATION, device_uid: 'd1',
  letter: 'A', token: 'secret', pin: null, confirmed_at: Date.now(), revoked: false,
};

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  speakAsDevice(null);
  keepIn(memoryShelves());
  setActivePinia(createPinia());
});

async function boundDevice(): Promise<void> {
  await store().bindings.put(BINDING);
  await keepMeta('active_hat', HAT.uid);
  sessionStorage.setItem('xz-station-unlocked', HAT.uid);
  await useBindings().start();
}

async function weighIn() {
  const receiving = useReceiving();
  receiving.change({ ...WEIGHED, uid: emptyIntake().uid });
  receiving.weighed();
  const uid = await receiving.confirm();
  return { receiving, uid };
}
const outcome = (uid: string, part: object) => ({
  'POST /receipts/batch': { body: { results: [{ uid, outcome: 'refused', receipt: null, problem: null, ...part }] } },
});
const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await flushPromises();
};
const bodyOf = (uid: string) => useOutbox().byUid(uid)?.body as ReceiptBody;

test('the line read to the household names produce, weight, price and amount', () => {
  expect(readBack(WEIGHED)).toBe('马有福，土豆 一级 25 斤 × 1.20 = 30.00 元');
  expect(readBack({ ...WEIGHED, price: null })).toBe('马有福，土豆 一级 25 斤，待定价');
});

test('nothing is left or too much is there: it is said, and the step stays open', () => {
  expect(weightComplaint({ ...WEIGHED, gross_g: 900 })).toBe('净重必须大于 0：请核对毛重和皮重');
  const heavy = { ...WEIGHED, gross_g: 501_500 };
  expect(weightComplaint(heavy)).toBe('土豆一次最多收 1,000 斤，请核对是斤还是公斤');
  expect(amountOf({ ...WEIGHED, gross_g: 900 })).toBeNull();
  expect(openStep(heavy)).toBe('weigh');
});

test('a field the server refused leads to its step', () => {
  expect(['price_per_jin', 'gross_g', 'household', 'x'].map(stepOfField)).toEqual(
    ['produce', 'weigh', 'household', null],
  );
});

test.each(['马有', '东峡', 'myf', 'mayou', 'dxc', '0017', 'hc000001', 'ＨＣ０００００１'])(
  'without network %s finds the household',
  (typed) => {
    expect(findHouseholds([HOUSEHOLD], typed)).toEqual([HOUSEHOLD]);
  },
);

test('the draft survives a reload', async () => {
  const before = useReceiving();
  before.chooseHousehold(HOUSEHOLD);
  before.change({ gross_g: 13_500 });
  await flushPromises();
  setActivePinia(createPinia());
  const after = useReceiving();
  expect(after.intake.household?.head_name).toBe('马有福');
  expect(after.intake.gross_g).toBe(13_500);
  expect(after.intake.uid).toBe(before.intake.uid);
});

test('without network a bound device gives each basket a lot code of its own letter', async () => {
  await boundDevice();
  answerFetch({});
  const first = await weighIn();
  const second = await weighIn();
  const codes = [first.uid, second.uid].map((uid) => bodyOf(uid).wire.lot_code);
  expect(codes.every(isLotCode)).toBe(true);
  expect(codes.map((code) => code.slice(8, 15))).toEqual(['017A001', '017A002']);
  expect(first.receiving.intake).toMatchObject({ gross_g: null, household: HOUSEHOLD });
});

test('two taps write one record, and it goes out once under its own uid and token', async () => {
  await boundDevice();
  const sent = answerFetch({
    ...outcome(WEIGHED.uid, { outcome: 'stored', receipt: RECEIPT }),
    'POST /devices/me/beat': { body: {} },
  });
  const receiving = useReceiving();
  receiving.change(WEIGHED);
  receiving.weighed();
  const [uid] = await Promise.all([receiving.confirm(), receiving.confirm()]);
  await settle();
  const posts = sent.filter((call) => call.path === '/receipts/batch');
  expect(posts).toHaveLength(1);
  expect(posts[0]?.headers).toMatchObject({ Authorization: 'Device secret' });
  const { receipts } = posts[0]?.body as { receipts: object[] };
  expect(receipts).toMatchObject([
    { uid, gross_g: 13_500, tare_g: 1000, price_per_jin: '1.20', station: 's1', confirmed_by: 'tap' },
  ]);
  expect(useOutbox().byUid(uid ?? '')?.state).toBe('sent');
});

async function refusedWith(problem: object, answers: Parameters<typeof answerFetch>[0] = {}) {
  await boundDevice();
  answerFetch({ ...outcome(WEIGHED.uid, { problem }), ...answers });
  const receiving = useReceiving();
  receiving.change(WEIGHED);
  receiving.weighed();
  const uid = await receiving.confirm();
  await settle();
  return { receiving, uid, item: useOutbox().byUid(uid) };
}

test('a refusal waits in 需处理; mended, it goes under a new uid and keeps its code', async () => {
  const fields = { price_per_jin: '今日价是 1.30' };
  const { receiving, uid, item } = await refusedWith({ code: 'price_not_of_the_day', title: '价', detail: '', fields });
  expect(item).toMatchObject({ state: 'attention', problem: { code: 'price_not_of_the_day', words: '价', fields } });
  const code = bodyOf(uid).wire.lot_code;
  if (item) receiving.open(item);
  receiving.change({ gross_g: 14_000 });
  const mended = await receiving.confirm();
  expect(mended).not.toBe(uid);
  expect(bodyOf(mended).wire).toMatchObject({ uid: mended, gross_g: 14_000, lot_code: code });
});

test('a code that is taken is made anew when the record is mended', async () => {
  const { receiving, uid, item } = await refusedWith({ code: 'lot_code_taken', title: '', detail: '已占用', fields: {} });
  const code = bodyOf(uid).wire.lot_code;
  if (item) receiving.open(item);
  const mended = await receiving.confirm();
  expect(bodyOf(mended).wire.lot_code).not.toBe(code);
});

test('the same uid with other content on the server stands there with both versions', async () => {
  const { item } = await refusedWith(
    { code: 'receipt_changed', title: '', detail: '不同', fields: {} },
    { [`GET /receipts/${WEIGHED.uid}`]: { body: { ...RECEIPT, net_g: 9000 } } },
  );
  expect(item).toMatchObject({ state: 'attention', other: { net_g: 9000 } });
});

test('a revoked device is told so and its record stays', async () => {
  await boundDevice();
  answerFetch({ 'POST /receipts/batch': { status: 401, body: { code: 'device_revoked' } } });
  const { uid } = await weighIn();
  await settle();
  expect(useBindings().gate).toBe('revoked');
  expect(useOutbox().byUid(uid)?.state).toBe('queued');
});

test('a store that is full is said, and what was typed stays', async () => {
  const shelves = memoryShelves();
  const full = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
  keepIn({ ...shelves, outbox: { ...shelves.outbox, put: full } });
  const { receiving, uid } = await weighIn();
  expect(uid).toBe('');
  expect(receiving.problem?.detail).toContain('本机存储已满');
  expect(receiving.intake.gross_g).toBe(13_500);
});

test('three times the usual is said and stops nobody', async () => {
  await boundDevice();
  answerFetch({});
  await weighIn();
  await weighIn();
  const { receiving } = await weighIn();
  receiving.change({ ...WEIGHED, uid: emptyIntake().uid, gross_g: 60_000 });
  expect(receiving.unusual).toContain('超过 3 倍');
  expect(receiving.complaint).toBeNull();
});
