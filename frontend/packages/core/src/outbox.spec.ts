import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  advance, boxOf, countsOf, isOverdue, newItem, type OutboxEvent, type OutboxItem,
} from './outbox';

const OWNER = { user: 'u1', hat: 'h1', name: '站长', station: 's1' };
const AT = '2026-09-28T02:00:00Z';
const PROBLEM = { status: 422, code: 'invalid', words: '净重不对', fields: {}, request_id: 'r' };

const item = (part: Partial<OutboxItem> = {}): OutboxItem => ({
  ...newItem({
    uid: 'a', kind: 'receipt', title: '马有福 土豆', number: 1, made_at: AT, owner: OWNER, body: {},
  }),
  ...part,
});

const event: fc.Arbitrary<OutboxEvent> = fc.oneof(
  fc.constantFrom<OutboxEvent>(
    { type: 'queue' }, { type: 'start', at: AT }, { type: 'lost' }, { type: 'signed_out' },
    { type: 'refused', problem: PROBLEM }, { type: 'missing' },
    { type: 'withdraw', reason: '称错了' }, { type: 'restart' },
  ),
  fc.constantFrom<OutboxEvent>(
    { type: 'edit', body: { net_g: 1 }, title: '改过' },
    { type: 'stored', answer: { uid: 'a' }, at: AT },
  ),
);
const walk = (events: readonly OutboxEvent[], from = item()) => events.reduce(advance, from);

test('a record goes from the queue to the server and carries its receipt', () => {
  const sent = walk([{ type: 'start', at: AT }, { type: 'stored', answer: { id: 7 }, at: AT }]);
  expect(sent).toMatchObject({ state: 'sent', answer: { id: 7 }, tries: 1, may_have_arrived: false });
});

test('what need not be kept after the upload goes with it', () => {
  const sent = advance(item({ body: { phone: '15400000001' } }), {
    type: 'stored', answer: 1, at: AT, body: { phone: '' },
  });
  expect(sent.body).toEqual({ phone: '' });
});

test('a lost answer keeps the uid and remembers that the server may have it', () => {
  const lost = walk([{ type: 'start', at: AT }, { type: 'lost' }]);
  expect(lost).toMatchObject({ uid: 'a', state: 'queued', may_have_arrived: true });
  expect(advance(lost, { type: 'withdraw', reason: 'x' })).toBe(lost);
  const asked = advance(lost, { type: 'missing' });
  expect(advance(asked, { type: 'withdraw', reason: 'x' }).state).toBe('withdrawn');
});

test('an edited record goes again, under a new uid where one is given', () => {
  const refused = walk([{ type: 'start', at: AT }, { type: 'refused', problem: PROBLEM }]);
  const edited = advance(refused, { type: 'edit', body: { gross_g: 5 }, title: '新', uid: 'b' });
  expect(edited).toMatchObject({ uid: 'b', state: 'queued', body: { gross_g: 5 }, problem: null });
});

test('what the server has is final', () => {
  fc.assert(
    fc.property(fc.array(event), fc.array(event), (before, after) => {
      const sent = advance(walk(before), { type: 'stored', answer: 1, at: AT });
      expect(walk(after, sent)).toEqual(sent);
    }),
  );
});

test('no walk loses the record, its content or its order', () => {
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const end = walk(events);
      expect(end.number).toBe(1);
      expect(end.body).toBeDefined();
      expect(end.state === 'sent').toBe(end.answer !== null);
      expect(end.state === 'attention').toBe(end.problem !== null);
    }),
  );
});

test('after a start nothing is stuck in sending', () => {
  fc.assert(
    fc.property(fc.array(event), (events) => {
      expect(advance(walk(events), { type: 'restart' }).state).not.toBe('sending');
    }),
  );
});

test('a record is withdrawn only while the server cannot have it', () => {
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const before = walk(events);
      const after = advance(before, { type: 'withdraw', reason: 'x' });
      const may = !before.may_have_arrived && !['sending', 'sent', 'withdrawn'].includes(before.state);
      expect(after.state === 'withdrawn').toBe(may || before.state === 'withdrawn');
    }),
  );
});

test('the four boxes count every record once', () => {
  const items = [
    item({ state: 'draft' }), item({ made_at: '2026-09-27T00:00:00Z' }), item({ state: 'sending' }),
    item({ state: 'sent' }), item({ state: 'attention' }), item({ state: 'withdrawn' }),
  ];
  expect(items.map(boxOf)).toEqual(['draft', 'waiting', 'waiting', 'sent', 'attention', 'draft']);
  expect(countsOf(items)).toEqual({
    draft: 2, waiting: 2, sent: 1, attention: 1, unsent: 4, oldest_at: '2026-09-27T00:00:00Z',
  });
});

test('a day unsent is overdue', () => {
  expect(isOverdue(AT, Date.parse(AT) + 24 * 3600_000)).toBe(false);
  expect(isOverdue(AT, Date.parse(AT) + 24 * 3600_001)).toBe(true);
  expect(isOverdue(null, 0)).toBe(false);
});
