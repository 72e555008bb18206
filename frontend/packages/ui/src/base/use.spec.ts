import { localProblem, problemFromAnswer } from '@xiangzhan/core';
import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';

import { isLargeText, setLargeText } from './largeText';
import { useAction } from './useAction';
import { useLoad } from './useLoad';

test('loading goes to ready, or to empty where nothing came', async () => {
  const full = useLoad(() => Promise.resolve([1]), { isEmpty: (rows) => rows.length === 0 });
  const none = useLoad(() => Promise.resolve([]), { isEmpty: (rows) => rows.length === 0 });
  expect(full.state.value).toBe('loading');
  await flushPromises();
  expect([full.state.value, none.state.value]).toEqual(['ready', 'empty']);
});

test.each([
  [localProblem('offline'), 'offline'],
  [problemFromAnswer(403, {}, ''), 'forbidden'],
  [problemFromAnswer(500, {}, ''), 'error'],
  [new TypeError('x'), 'error'],
])('%s is the state %s', async (error, state) => {
  const load = useLoad(() => Promise.reject(error));
  await flushPromises();
  expect(load.state.value).toBe(state);
});

test('a failed reload keeps the data that was there', async () => {
  let fails = false;
  const load = useLoad(() => (fails ? Promise.reject(localProblem('offline')) : Promise.resolve(7)));
  await flushPromises();
  fails = true;
  await load.reload();
  expect(load.state.value).toBe('offline');
  expect(load.data.value).toBe(7);
});

test('an older answer never overwrites a newer one', async () => {
  const answers: ((value: string) => void)[] = [];
  const load = useLoad(() => new Promise<string>((resolve) => answers.push(resolve)));
  void load.reload();
  answers[1]?.('new');
  answers[0]?.('old');
  await flushPromises();
  expect(load.data.value).toBe('new');
});

test('a second tap does nothing while the first runs', async () => {
  const keys: string[] = [];
  const action = useAction(async (key: string) => {
    keys.push(key);
    await Promise.resolve();
  });
  await Promise.all([action.run(), action.run()]);
  expect(keys).toHaveLength(1);
  expect(action.busy.value).toBe(false);
});

test('after a lost connection the same key goes again, after a refusal a new one', async () => {
  const keys: string[] = [];
  const failures = [localProblem('offline'), problemFromAnswer(409, {}, '')];
  const action = useAction((key: string, _order: string) => {
    keys.push(key);
    const failure = failures.shift();
    return failure ? Promise.reject(failure) : Promise.resolve('done');
  });
  await action.run('a');
  await action.run('a');
  await expect(action.run('a')).resolves.toBe('done');
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[1]);
  expect(action.problem.value).toBeNull();
});

test('another order never takes the key of the lost one', async () => {
  const keys: string[] = [];
  const action = useAction((key: string, _order: string) => {
    keys.push(key);
    return Promise.reject(localProblem('timeout'));
  });
  await action.run('a');
  await action.run('b');
  expect(keys[1]).not.toBe(keys[0]);
});

test('a form that makes one record keeps its key until it is refused', async () => {
  const keys: string[] = [];
  const failures = [
    localProblem('timeout'), problemFromAnswer(422, { code: 'idempotency_key_reused' }, ''),
    problemFromAnswer(422, { code: 'invalid' }, ''),
  ];
  const action = useAction((key: string, _said: string) => {
    keys.push(key);
    return Promise.reject(failures.shift() ?? localProblem('offline'));
  }, { once: true });
  await action.run('a');
  await action.run('corrected');
  await action.run('corrected');
  await action.run('corrected');
  expect(new Set(keys.slice(0, 3)).size).toBe(1);
  expect(keys[3]).not.toBe(keys[2]);
});

test('large text is remembered on the device', () => {
  setLargeText(true);
  expect(document.documentElement.dataset.text).toBe('large');
  expect(isLargeText()).toBe(true);
  setLargeText(false);
  expect(document.documentElement.dataset.text).toBeUndefined();
});
