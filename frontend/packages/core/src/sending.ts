import { advance, aheadOf, type OutboxEvent, type OutboxItem, type Refusal } from './outbox';
import { errorText, isProblem, mayHaveArrived } from './problem';

/** Where the device keeps its records. `save` writes before it returns. */
export interface OutboxRows {
  all: () => Promise<OutboxItem[]>;
  save: (items: readonly OutboxItem[]) => Promise<void>;
}

/** What the server said of one record. */
export interface Verdict {
  uid: string;
  event: Extract<OutboxEvent, { type: 'stored' | 'refused' }>;
}

export interface Channel {
  /** How many records of a kind go in one call. */
  most: (kind: string) => number;
  /** Sends records of one kind; throws where the call as a whole failed. */
  send: (items: readonly OutboxItem[]) => Promise<Verdict[]>;
}

export type Outcome = 'done' | 'offline' | 'signed_out' | 'failed';

export interface Run {
  outcome: Outcome;
  stored: number;
  problem: unknown;
}

export function refusalOf(error: unknown): Refusal {
  const known = isProblem(error) ? error : null;
  return {
    status: known?.status ?? 0, code: known?.code ?? 'unknown', words: errorText(error),
    fields: known?.fields ?? {}, request_id: known?.request_id ?? '',
  };
}

/** The oldest records of one kind that may go now under the hat they were made under. */
export function nextDue(
  items: readonly OutboxItem[], hat: string, most: Channel['most'],
): OutboxItem[] {
  const unsent = new Set(items.filter((item) => item.state !== 'sent').map((item) => item.uid));
  const due = items
    .filter((item) => item.state === 'queued' && item.owner.hat === hat)
    .filter((item) => !aheadOf(item).some((uid) => unsent.has(uid)))
    .sort((a, b) => a.number - b.number);
  const [first] = due;
  if (!first) return [];
  const end = due.findIndex((item) => item.kind !== first.kind);
  return due.slice(0, end < 0 ? due.length : end).slice(0, most(first.kind));
}

/** Hats with something to send, in the order of their oldest record. */
export function hatsWaiting(items: readonly OutboxItem[]): string[] {
  const queued = items.filter((item) => item.state === 'queued');
  return [...new Set(queued.sort((a, b) => a.number - b.number).map((item) => item.owner.hat))];
}

/** After a start: what was being sent when the device died goes again under its own uid. */
export async function restartSending(rows: OutboxRows): Promise<void> {
  const stuck = (await rows.all()).filter((item) => item.state === 'sending');
  if (stuck.length) await rows.save(stuck.map((item) => advance(item, { type: 'restart' })));
}

/** What becomes of a whole call that failed: once for each of its records. */
function eventOfFailure(error: unknown): OutboxEvent {
  if (isProblem(error) && error.status === 401) return { type: 'signed_out' };
  if (mayHaveArrived(error) || isTooMany(error)) return { type: 'lost' };
  return { type: 'refused', problem: refusalOf(error) };
}

function isTooMany(error: unknown): boolean {
  return isProblem(error) && error.status === 429;
}

function outcomeOf(event: OutboxEvent, error: unknown): Outcome {
  if (event.type === 'signed_out') return 'signed_out';
  if (event.type !== 'lost') return 'done';
  return isProblem(error) && error.status > 0 ? 'failed' : 'offline';
}

/**
 * Sends everything that is due, oldest first, each record on its own merits: one that is refused
 * does not stop the next. Stops where the network or the sign-in is gone.
 */
export async function sendDue(
  rows: OutboxRows, channel: Channel, hat: string, now: () => string,
): Promise<Run> {
  let stored = 0;
  for (;;) {
    const due = nextDue(await rows.all(), hat, channel.most);
    if (due.length === 0) return { outcome: 'done', stored, problem: null };
    const sending = due.map((item) => advance(item, { type: 'start', at: now() }));
    await rows.save(sending);
    try {
      const verdicts = await channel.send(sending);
      await rows.save(judged(sending, verdicts));
      stored += verdicts.filter(({ event }) => event.type === 'stored').length;
    } catch (error) {
      const event = eventOfFailure(error);
      await rows.save(sending.map((item) => advance(item, event)));
      const outcome = outcomeOf(event, error);
      if (outcome !== 'done') return { outcome, stored, problem: error };
    }
  }
}

/** A record the answer does not name goes to 需处理, so that it is never sent for ever. */
function judged(sending: readonly OutboxItem[], verdicts: readonly Verdict[]): OutboxItem[] {
  const said = new Map(verdicts.map((verdict) => [verdict.uid, verdict.event]));
  const silent: OutboxEvent = {
    type: 'refused',
    problem: {
      status: 0, code: 'no_verdict', words: '服务器没有说明这一条的结果，请重试', fields: {}, request_id: '',
    },
  };
  return sending.map((item) => advance(item, said.get(item.uid) ?? silent));
}
