import type { Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

import type { CursorPage } from '../backend/lists';

export type Total = Schema<'Total'>;
export type Totals = Schema<'Totals'>;

/** A row of any list of the programme; the columns in `lists.ts` know which fields it has. */
export type ProgrammeRow = Record<string, string | number | null>;

export const programmeApi = {
  totals: (signal: AbortSignal) => api.get<Totals>('/programme/totals', { signal }),
  rows: (list: string, query: Record<string, string>, signal: AbortSignal) =>
    api.get<CursorPage<ProgrammeRow>>(`/programme/${list}`, { query, signal }),
};
