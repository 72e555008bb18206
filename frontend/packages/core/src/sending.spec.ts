import fc from 'fast-check';
import { expect, test } from 'vitest';

import { newItem, type OutboxItem } from './outbox';
import { localProblem, problemFromAnswer } from './problem';
import { type Channel, hatsWaiting, nextDue, type OutboxRows, restartSending, sendDue, type Verdict } from './sending';

const AT = '2026-09-28T02:00:00Z';
const now = () => AT;
const record = (number: number, part: Partial<OutboxItem> = {}): OutboxItem => ({
  ...newItem({
    uid: `uid-${number}`, kind: 'receipt', title: `${number}`, number, made_at: AT,
    owner: { user: 'u', hat: 'h', name: '站长', station: 's' }, body: { number },
  }),
  ...part,
});

/** The store of a device, in memory: rows survive whatever happens to the program. */
function device(items: OutboxItem[]): OutboxRows & { rows: Map<string, OutboxItem> } {
  const rows = new Map(items.map((one) => [one.uid, one]));
  return {
    rows,
    all: () => Promise.resolve([...rows.values()]),
    save: (changed) => Promise.resolve(changed.forEach((one) => rows.set(one.uid, one))),
  };
}

const stored = (one: OutboxItem): Verdict => ({
  uid: one.uid, event: { type: 'stored', answer: one.uid, at: AT },
});

type Fate = 'good' | 'request lost' | 'answer lost' | 'server error';

/** A server that keeps a record once by its uid, behind a line whose fate is given call by call. */
function server(fates: readonly Fate[], most = 3) {
  const kept: string[] = [];
  let call = 0;
  const channel: Channel = {
    most: () => most,
    send: (items) => {
      const fate = fates[call++] ?? 'good';
      if (fate === 'request lost') return Promise.reject(localProblem('offline'));
      if (fate === 'server error') return Promise.reject(problemFromAnswer(500, {}, ''));
      items.filter((one) => !kept.includes(one.uid)).forEach((one) => kept.push(one.uid));
      if (fate === 'answer lost') return Promise.reject(localProblem('timeout'));
      return Promise.resolve(items.map(stored));
    },
  };
  return { kept, channel };
}

const fate = fc.constantFrom<Fate>('good', 'request lost', 'answer lost', 'server error');

test('whatever the line does, each record is on the server exactly once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.array(fate), async (count, fates) => {
      const phone = device(Array.from({ length: count }, (_, index) => record(index + 1)));
      const { kept, channel } = server(fates);
      for (let run = 0; run <= fates.length; run += 1) await sendDue(phone, channel, 'h', now);
      expect(kept).toEqual([...phone.rows.values()].map((one) => one.uid));
      expect([...phone.rows.values()].every((one) => one.state === 'sent')).toBe(true);
    }),
  );
});

test('a queue replayed a hundred times adds nothing', async () => {
  const { kept, channel } = server([]);
  for (let run = 0; run < 100; run += 1) {
    await sendDue(device([record(2), record(1), record(3)]), channel, 'h', now);
  }
  expect(kept).toEqual(['uid-1', 'uid-2', 'uid-3']);
});

test('a device that dies while sending sends again after its start', async () => {
  const phone = device([record(1), record(2)]);
  const { kept, channel } = server([]);
  const dying: Channel = {
    most: () => 9,
    send: async (items) => {
      await channel.send(items);
      return new Promise(() => undefined);
    },
  };
  void sendDue(phone, dying, 'h', now);
  await new Promise((wake) => setTimeout(wake));
  expect(phone.rows.get('uid-1')?.state).toBe('sending');
  await restartSending(phone);
  expect(phone.rows.get('uid-1')).toMatchObject({ state: 'queued', may_have_arrived: true });
  await sendDue(phone, channel, 'h', now);
  expect(kept).toEqual(['uid-1', 'uid-2']);
  expect(phone.rows.get('uid-2')?.state).toBe('sent');
});

test('a refused record waits for a person and the next ones go on', async () => {
  const phone = device([record(1), record(2)]);
  const problem = { status: 422, code: 'invalid', words: '净重太小', fields: {}, request_id: '' };
  const run = await sendDue(phone, {
    most: () => 9,
    send: ([first, second]) => Promise.resolve([
      { uid: first?.uid ?? '', event: { type: 'refused', problem, other: { net_g: 1 } } },
      ...(second ? [stored(second)] : []),
    ]),
  }, 'h', now);
  expect(run).toMatchObject({ outcome: 'done', stored: 1 });
  expect(phone.rows.get('uid-1')).toMatchObject({ state: 'attention', problem, other: { net_g: 1 } });
});

test('a record the answer leaves out is not sent for ever', async () => {
  const phone = device([record(1)]);
  await sendDue(phone, { most: () => 9, send: () => Promise.resolve([]) }, 'h', now);
  expect(phone.rows.get('uid-1')?.problem?.code).toBe('no_verdict');
});

test.each([
  [localProblem('offline'), 'offline', 'queued'],
  [problemFromAnswer(401, {}, ''), 'signed_out', 'queued'],
  [problemFromAnswer(429, {}, ''), 'failed', 'queued'],
  [problemFromAnswer(503, {}, ''), 'failed', 'queued'],
  [problemFromAnswer(403, { detail: '没有权限' }, 'r1'), 'done', 'attention'],
  [new TypeError('x'), 'done', 'attention'],
])('%s ends the run as %s and leaves the record %s', async (error, outcome, state) => {
  const phone = device([record(1)]);
  const channel: Channel = { most: () => 9, send: () => Promise.reject(error) };
  expect((await sendDue(phone, channel, 'h', now)).outcome).toBe(outcome);
  expect(phone.rows.get('uid-1')?.state).toBe(state);
});

test('a receipt waits for the household it was made for', () => {
  const household = record(2, { uid: 'hh', kind: 'household' });
  const receipt = record(1, { after: 'hh' });
  const most = () => 9;
  expect(nextDue([receipt, household], 'h', most)).toEqual([household]);
  expect(nextDue([receipt, { ...household, state: 'sent' }], 'h', most)).toEqual([receipt]);
});

test('a listing waits for every weigh-in it names', () => {
  const listing = record(3, { kind: 'listing', after: ['uid-1', 'uid-2'] });
  const arrived = record(1, { state: 'sent' });
  const most = () => 9;
  expect(nextDue([arrived, record(2), listing], 'h', most)).toEqual([record(2)]);
  expect(nextDue([arrived, record(2, { state: 'attention' }), listing], 'h', most)).toEqual([]);
  expect(nextDue([arrived, record(2, { state: 'sent' }), listing], 'h', most)).toEqual([listing]);
});

test('one call holds one kind, and only what was made under its hat', () => {
  const items = [
    record(3), record(1), record(2), record(4, { kind: 'parcel' }), record(5),
    record(6, { owner: { user: 'u', hat: 'other', name: '别站', station: 's2' } }),
  ];
  expect(nextDue(items, 'h', () => 9).map((one) => one.number)).toEqual([1, 2, 3]);
  expect(nextDue(items, 'h', () => 2).map((one) => one.number)).toEqual([1, 2]);
  expect(hatsWaiting(items)).toEqual(['h', 'other']);
});
