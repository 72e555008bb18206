import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from './lists';

export interface Approval {
  uid: string;
  kind: string;
  kind_name: string;
  title: string;
  object_kind: string;
  object_uid: string;
  maker_name: string;
  opened_at: string;
  due_at: string;
  state_name: string;
  can_decide: boolean;
  waits_for: string[];
}

export const approvalsApi = {
  /** What the hat of the moment may decide, or (`show=all`) whatever is under way in its reach. */
  waiting: ({ show, ...query }: Record<string, string>, signal: AbortSignal) =>
    show === 'all'
      ? api.get<CursorPage<Approval>>('/approvals', { query: { state: 'open', ...query }, signal })
      : api.get<CursorPage<Approval>>('/approvals/inbox', { query, signal }),
};
