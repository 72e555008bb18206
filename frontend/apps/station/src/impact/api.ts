import { type Api, type Fen, type Page, type Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

/** A household that is still to be asked, with the platform's own figure to be filled in. */
export interface WaitingForm {
  uid: string;
  year: number;
  card_no: string;
  head_name: string;
  village: string;
  version: number;
  persons: number;
  platform_sales: string | null;
  returned_because: string;
}

type Wire = Schema<'CollectRequest'>;
export type Collected = Partial<Wire> & Pick<Wire, 'version' | 'status' | 'method' | 'persons'>;
export type Amount =
  | 'wage' | 'welfare_wage' | 'other_revenue' | 'own_consumption' | 'operating_expense'
  | 'depreciation' | 'production_tax' | 'property' | 'dividend' | 'transfer_received' | 'transfer_paid';
export type Amounts = Record<Amount, Fen | null>;

const page = (stage: string, cursor: string | null, signal?: AbortSignal): Promise<Page<WaitingForm>> =>
  api.get('/income-forms', { query: { stage, cursor, page_size: 50 }, signal });

export const formsApi = {
  page,
  hand_in: (uid: string, body: Collected, key: string, line: Api): Promise<unknown> =>
    line.put(`/income-forms/${uid}`, body, { idempotencyKey: key }),
};
