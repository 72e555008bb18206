/**
 * The outbox of a device: what it made and the server does not have yet. Pure rules; the app keeps
 * the rows. Four boxes are shown; nothing leaves the device before the server gave its receipt.
 */
export type OutboxState = 'draft' | 'queued' | 'sending' | 'sent' | 'attention' | 'withdrawn';
export type Box = 'draft' | 'waiting' | 'sent' | 'attention';

/** Who made a record and under which hat: it never goes to the server under another one. */
export interface Owner {
  user: string;
  hat: string;
  /** The hat in words, e.g. 运营员 · 东峡站. */
  name: string;
  station: string;
}

export interface Refusal {
  status: number;
  code: string;
  words: string;
  fields: Readonly<Record<string, string>>;
  request_id: string;
}

export type Ahead = string | readonly string[] | null;

export interface OutboxItem<Body = unknown> {
  /** Made on the device; also the idempotency key and the key on the server. */
  uid: string;
  kind: string;
  /** One line by which its maker knows it. */
  title: string;
  /** Running number of the device: oldest first. */
  number: number;
  made_at: string;
  owner: Owner;
  body: Body;
  state: OutboxState;
  tries: number;
  /** How often the server refused it; a refusal used up its key. */
  refusals: number;
  tried_at: string | null;
  /** It was sent and no good answer came: the server may hold it. */
  may_have_arrived: boolean;
  problem: Refusal | null;
  /** The server's version where the two differ. */
  other: unknown;
  /** The server's receipt; with it the record is 已上传. */
  answer: unknown;
  sent_at: string | null;
  reason: string;
  /** The uids of records that must arrive before this one. */
  after: Ahead;
}

export type OutboxEvent =
  | { type: 'queue' }
  | { type: 'edit'; body: unknown; title: string; uid?: string; after?: Ahead }
  | { type: 'start'; at: string }
  /** `body` is what the device goes on keeping, where it should keep less than it sent. */
  | { type: 'stored'; answer: unknown; at: string; body?: unknown }
  | { type: 'lost' }
  | { type: 'signed_out' }
  | { type: 'refused'; problem: Refusal; other?: unknown }
  | { type: 'missing' }
  | { type: 'withdraw'; reason: string }
  | { type: 'restart' };

export type NewItem<Body> = Pick<
  OutboxItem<Body>, 'uid' | 'kind' | 'title' | 'number' | 'made_at' | 'owner' | 'body'
> & { draft?: boolean; after?: Ahead };

export function newItem<Body>({ draft, after, ...rest }: NewItem<Body>): OutboxItem<Body> {
  return {
    ...rest, state: draft ? 'draft' : 'queued', tries: 0, refusals: 0, tried_at: null, may_have_arrived: false,
    problem: null, other: null, answer: null, sent_at: null, reason: '', after: after ?? null,
  };
}

type Step<Type extends OutboxEvent['type']> = (
  item: OutboxItem, event: Extract<OutboxEvent, { type: Type }>,
) => Partial<OutboxItem>;

const OPEN: readonly OutboxState[] = ['draft', 'queued', 'attention'];

/** From which states an event leads on; anything else leaves the record as it is. */
const FROM: Record<OutboxEvent['type'], readonly OutboxState[]> = {
  queue: ['draft', 'attention', 'withdrawn'],
  edit: [...OPEN, 'withdrawn'],
  start: ['queued'],
  stored: ['draft', 'queued', 'sending', 'attention', 'withdrawn'],
  lost: ['sending'],
  signed_out: ['sending'],
  refused: ['sending'],
  missing: OPEN,
  withdraw: OPEN,
  restart: ['sending'],
};

const STEPS: { [Type in OutboxEvent['type']]: Step<Type> } = {
  queue: () => ({ state: 'queued', problem: null, other: null, reason: '' }),
  edit: (item, { body, title, uid, after }) => ({
    body, title, uid: uid ?? item.uid, after: after === undefined ? item.after : after, state: 'queued', problem: null, other: null, reason: '',
  }),
  start: (item, { at }) => ({ state: 'sending', tries: item.tries + 1, tried_at: at }),
  stored: (item, { answer, at, body }) => ({
    state: 'sent', body: body ?? item.body, answer, sent_at: at, problem: null, other: null, may_have_arrived: false,
  }),
  lost: () => ({ state: 'queued', may_have_arrived: true }),
  signed_out: () => ({ state: 'queued' }),
  refused: (item, { problem, other }) => ({
    state: 'attention', refusals: (item.refusals ?? 0) + 1, problem, other: other ?? null, may_have_arrived: false,
  }),
  missing: () => ({ may_have_arrived: false }),
  withdraw: (_item, { reason }) => ({ state: 'withdrawn', reason, problem: null, other: null }),
  restart: () => ({ state: 'queued', may_have_arrived: true }),
};

/** A record that may have arrived is neither changed nor withdrawn before the server was asked. */
function isBarred(item: OutboxItem, event: OutboxEvent): boolean {
  if (!FROM[event.type].includes(item.state)) return true;
  const changes = event.type === 'edit' || event.type === 'withdraw';
  return changes && item.may_have_arrived;
}

/** The next state of a record; an event that does not fit changes nothing. */
export function advance<Body>(item: OutboxItem<Body>, event: OutboxEvent): OutboxItem<Body> {
  if (isBarred(item, event)) return item;
  const step = STEPS[event.type] as Step<OutboxEvent['type']>;
  return { ...item, ...step(item, event as never) } as OutboxItem<Body>;
}

const BOXES: Record<OutboxState, Box> = {
  draft: 'draft', withdrawn: 'draft', queued: 'waiting', sending: 'waiting', sent: 'sent',
  attention: 'attention',
};

export function boxOf(item: Pick<OutboxItem, 'state'>): Box {
  return BOXES[item.state];
}

export function aheadOf({ after }: Pick<OutboxItem, 'after'>): readonly string[] {
  return typeof after === 'string' ? [after] : (after ?? []);
}

/** Records that cannot go before this one: it is not taken away from under them. */
export function waitingFor(items: readonly OutboxItem[], uid: string): OutboxItem[] {
  return items.filter(
    (item) => aheadOf(item).includes(uid) && item.state !== 'sent' && item.state !== 'withdrawn',
  );
}

/** A record that was mended has another uid: what waited for the old one waits for the new. */
export function waitingInstead(item: OutboxItem, from: string, to: string): OutboxItem {
  return { ...item, after: aheadOf(item).map((uid) => (uid === from ? to : uid)) };
}

/** The key of the next try. The server keeps a refusal under its key, so a mended try needs another. */
export function keyOf({ uid, refusals }: Pick<OutboxItem, 'uid' | 'refusals'>): string {
  return refusals ? `${uid}~${refusals}` : uid;
}

/** What the server still lacks and a person expects it to have. */
export function isUnsent(item: Pick<OutboxItem, 'state'>): boolean {
  return ['draft', 'queued', 'sending', 'attention'].includes(item.state);
}

export interface OutboxCounts {
  draft: number;
  waiting: number;
  sent: number;
  attention: number;
  unsent: number;
  oldest_at: string | null;
}

export function countsOf(items: readonly OutboxItem[]): OutboxCounts {
  const counts: OutboxCounts = {
    draft: 0, waiting: 0, sent: 0, attention: 0, unsent: 0, oldest_at: null,
  };
  for (const item of items) {
    counts[boxOf(item)] += 1;
    if (!isUnsent(item)) continue;
    counts.unsent += 1;
    if (counts.oldest_at === null || item.made_at < counts.oldest_at) counts.oldest_at = item.made_at;
  }
  return counts;
}

const DAY_MS = 24 * 3600 * 1000;

/** Unsent for more than a day: the badge that nobody may overlook. */
export function isOverdue(oldestAt: string | null, nowMs: number): boolean {
  return oldestAt !== null && nowMs - Date.parse(oldestAt) > DAY_MS;
}
