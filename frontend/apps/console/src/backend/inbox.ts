import { api } from '@xiangzhan/ui/session';
import type { Component } from 'vue';

import ReviewCard from './components/ReviewCard.vue';
import type { Review } from './desk';

export interface Verdict {
  /** What stands on the button and in the question: it names the deed. */
  label: string;
  explain: string;
  done: string;
  danger?: boolean;
  /** Asks for a reason in words before it is sent. */
  reason?: boolean;
  /** What the answer tells once and never again: a password to hand over. */
  secret?: (answer: unknown) => Secret | null;
  /** `content` is exactly what was shown: a word that signs it sends its digest back. */
  send: (uid: string, reason: string, idempotencyKey: string, content: unknown) => Promise<unknown>;
}

export interface Secret {
  title: string;
  secret: string;
  note: string;
}

/** One kind of document that can wait in the inbox: how to read it, show it, decide on it. */
export interface InboxKind {
  load: (uid: string, signal: AbortSignal) => Promise<unknown>;
  view: Component;
  verdicts: readonly Verdict[];
}

/** A document with a page of its own: the inbox leads there. */
export interface InboxLink {
  link: (uid: string) => string;
  words: string;
}

/** By `object_kind` of the approval. Each domain offers its own; `app/inbox.ts` collects them. */
export type InboxKinds = Readonly<Record<string, InboxKind | InboxLink>>;

interface Signed {
  digest: string;
}

/** A document whose app serves it as a `Review` at `load` and takes the signed word at `decide`. */
export function reviewed(
  load: (uid: string) => string,
  decide: (uid: string) => string,
  words: { explain: string; secret?: Verdict['secret'] },
): InboxKind {
  const send =
    (verdict: string): Verdict['send'] =>
    (uid, comment, idempotencyKey, content) =>
      api.post(decide(uid), { verdict, comment, digest: (content as Signed).digest }, { idempotencyKey });
  const no = { explain: '请写明原因，提出人会看到。', done: '已否决', danger: true, reason: true };
  return {
    load: (uid, signal) => api.get<Review>(load(uid), { signal }),
    view: ReviewCard,
    verdicts: [
      { label: '同意', done: '已同意', ...words, send: send('approve') },
      { label: '不同意', ...no, send: send('reject') },
    ],
  };
}
