import { flushPromises } from '@vue/test-utils';
import { answerFetch } from '@xiangzhan/ui/testing';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, test } from 'vitest';

import { amountOf, emptyIntake, openStep, readBack, stepOfField, weightComplaint } from './intake';
import { HOUSEHOLD, POTATO, RECEIPT } from './produce.fixture';
import { useReceiving } from './useReceiving';

const WEIGHED = {
  ...emptyIntake(), household: HOUSEHOLD, price: POTATO, gross_g: 13_500, tare_g: 1000,
};

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
});

test('the line read to the household names produce, weight, price and amount', () => {
  expect(readBack(WEIGHED)).toBe('马有福，土豆 一级 25 斤 × 1.20 = 30.00 元');
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

function weighed() {
  const receiving = useReceiving();
  receiving.change(WEIGHED);
  receiving.weighed();
  return receiving;
}

test('two taps write one receipt whose uid is the idempotency key', async () => {
  const sent = answerFetch({ 'POST /receipts': { status: 201, body: RECEIPT } });
  const receiving = weighed();
  const { uid } = receiving.intake;
  await Promise.all([receiving.confirm(), receiving.confirm()]);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.headers['Idempotency-Key']).toBe(uid);
  expect(sent[0]?.body).toMatchObject({ uid, gross_g: 13_500, tare_g: 1000, price_per_jin: '1.20' });
  expect(receiving.done?.receipt.amount_fen).toBe(3000);
  expect(receiving.intake).toMatchObject({ gross_g: null, household: HOUSEHOLD });
});

test('a refusal keeps what was typed and goes again under a new uid', async () => {
  const fields = { price_per_jin: '今日价是 1.30' };
  answerFetch({ 'POST /receipts': { status: 422, body: { code: 'price_not_of_the_day', fields } } });
  const receiving = weighed();
  const { uid } = receiving.intake;
  expect(await receiving.confirm()).toBeUndefined();
  expect(receiving.fields).toEqual(fields);
  expect(receiving.intake.gross_g).toBe(13_500);
  expect(receiving.intake.uid).not.toBe(uid);
});

test('after a lost connection the same basket goes again under its own uid', async () => {
  const receiving = weighed();
  const { uid } = receiving.intake;
  answerFetch({});
  await receiving.confirm();
  const sent = answerFetch({ 'POST /receipts': { status: 201, body: RECEIPT } });
  await receiving.confirm();
  expect(sent[0]?.headers['Idempotency-Key']).toBe(uid);
});

test('a basket changed after a lost connection is not written twice', async () => {
  const receiving = weighed();
  const { uid } = receiving.intake;
  answerFetch({});
  await receiving.confirm();
  receiving.change({ gross_g: 14_000 });
  const sent = answerFetch({ [`GET /receipts/${uid}`]: { body: RECEIPT } });
  await receiving.confirm();
  expect(sent.map((call) => call.method)).toEqual(['GET']);
  expect(receiving.done?.already).toBe(true);
});

test('had the lost basket not arrived, the changed one goes under a new uid', async () => {
  const receiving = weighed();
  const { uid } = receiving.intake;
  answerFetch({});
  await receiving.confirm();
  receiving.change({ gross_g: 14_000 });
  const sent = answerFetch({
    [`GET /receipts/${uid}`]: { status: 404, body: { code: 'not_found' } },
    'POST /receipts': { status: 201, body: RECEIPT },
  });
  await receiving.confirm();
  expect(sent[1]?.body).toMatchObject({ gross_g: 14_000 });
  expect(sent[1]?.headers['Idempotency-Key']).not.toBe(uid);
});
