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
  content_path: string;
}

export const approvalsApi = {
  open: (query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<Approval>>('/approvals', { query: { state: 'open', ...query }, signal }),
};
