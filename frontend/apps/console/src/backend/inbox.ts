import type { Component } from 'vue';

export interface Verdict {
  /** What stands on the button and in the question: it names the deed. */
  label: string;
  explain: string;
  done: string;
  danger?: boolean;
  /** Asks for a reason in words before it is sent. */
  reason?: boolean;
  /** `content` is exactly what was shown: a word that signs it sends its digest back. */
  send: (uid: string, reason: string, idempotencyKey: string, content: unknown) => Promise<unknown>;
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
