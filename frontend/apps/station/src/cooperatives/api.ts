import { type Api, type Fen, fenFromApi, type Grams, type Page, type Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

export interface Household {
  uid: string;
  card_no: string;
  head_name: string;
  village: string;
  phone_tail: string;
  pinyin: string;
  initials: string;
  village_initials: string;
}

/** All that this device keeps of a household (SCREENS P4). */
export type LocalHousehold = Pick<
  Household,
  | 'uid' | 'card_no' | 'head_name' | 'village' | 'phone_tail' | 'pinyin' | 'initials'
  | 'village_initials'
>;

export interface Product {
  uid: string;
  code: string;
  name: string;
  picture: string;
  class_name: string;
  certificate_regime: string;
  /** Above this a weigh-in is refused as a slip of 斤 and 公斤. */
  most_g_per_receipt: Grams;
}

export interface Price {
  price_entry: number;
  product: Product;
  grade: string;
  grade_name: string;
  buy_fen: Fen;
  sell_fen: Fen;
  effective_from: string;
}

export type Mode = 'consignment' | 'purchase';

export interface NewReceipt {
  uid: string;
  household: string;
  product: string;
  grade: string;
  mode: Mode;
  gross_g: Grams;
  tare_g: Grams;
  /** Null where no list names the goods: 待定价. */
  price_per_jin: string | null;
  weighed_at: string;
  note: string;
  crates: { gross_g: Grams; tare_g: Grams }[];
  lot_code: string;
  /** The station it was weighed at; null where the device does not know it. */
  station: string | null;
  read_back: string;
  confirmed_by: 'tap' | 'signature';
}

/** What the server says of one record of a batch. */
export interface RecordOutcome {
  uid: string;
  outcome: 'stored' | 'same' | 'refused';
  receipt: ReceiptAnswer | null;
  problem: {
    code: string;
    title: string;
    detail: string;
    fields: Record<string, string>;
  } | null;
}

export interface Receipt {
  uid: string;
  household_name: string;
  product_name: string;
  grade_name: string;
  mode: Mode;
  mode_name: string;
  gross_g: Grams;
  tare_g: Grams;
  net_g: Grams;
  /** Null while 待定价. */
  price_fen: Fen | null;
  amount_fen: Fen | null;
  weighed_at: string;
  lot: { code: string; available_g: Grams; expires_on: string };
  /** Told by the list and the page of a receipt, not by the answer to a weigh-in. */
  voided_at?: string | null;
  reprints_count?: number;
  void_request?: Schema<'VoidStanding'> | null;
}

export interface Lot {
  code: string;
  product_name: string;
  product_uid: string;
  grade: string;
  grade_name: string;
  household_name: string;
  received_g: Grams;
  available_g: Grams;
  held_g: Grams;
  sold_g: Grams;
  expires_on: string;
  listing_title: string | null;
}

export interface NewListing {
  product: string;
  grade: string;
  title: string;
  story: string;
  package_g: Grams;
  price: string;
  lots: string[];
  /** Whose goods go first: first expiring, monitored households first, or pro rata. */
  policy: string;
  /** Hashes of photos that are on the server. */
  photos: string[];
}

export interface Listing {
  uid: string;
  title: string;
  status: string;
  status_name: string;
  product_uid: string;
  product_name: string;
  grade: string;
  grade_name: string;
  package_g: Grams;
  price_fen: Fen;
  available_packages: number;
  lots: { code: string; available_g: Grams }[];
  policy_name?: string;
  photos?: Schema<'ListingPhoto'>[];
  reason: string | null;
}

type OnWire<T> = Omit<T, 'price_fen' | 'amount_fen' | 'buy_fen' | 'sell_fen'>;
type PriceAnswer = OnWire<Price> & { buy_per_jin: string; sell_per_jin: string };
export type ReceiptAnswer = OnWire<Receipt> & {
  price_per_jin: string | null;
  amount: string | null;
};
type ListingAnswer = OnWire<Listing> & { price: string };

const priceFrom = ({ buy_per_jin, sell_per_jin, ...rest }: PriceAnswer): Price => ({
  ...rest, buy_fen: fenFromApi(buy_per_jin), sell_fen: fenFromApi(sell_per_jin),
});
const fenOrNull = (text: string | null): Fen | null => (text === null ? null : fenFromApi(text));
export const receiptFrom = ({ price_per_jin, amount, ...rest }: ReceiptAnswer): Receipt => ({
  ...rest, price_fen: fenOrNull(price_per_jin), amount_fen: fenOrNull(amount),
});
const listingFrom = ({ price, ...rest }: ListingAnswer): Listing => ({
  ...rest, price_fen: fenFromApi(price),
});

function pageOf<From, To>(page: Page<From>, one: (row: From) => To): Page<To> {
  return { next: page.next, results: page.results.map(one) };
}

type Cursor = string | null;

export const householdsApi = {
  page: (cursor: Cursor, signal?: AbortSignal) =>
    api.get<Page<Household>>('/households', { query: { cursor, page_size: 50 }, signal }),
};

export const villagesApi = {
  list: (signal?: AbortSignal) => api.get<Schema<'Village'>[]>('/villages', { signal }),
};

export const productsApi = {
  page: (cursor: Cursor, signal?: AbortSignal) =>
    api.get<Page<Product>>('/products', { query: { cursor, page_size: 50 }, signal }),
};

export const pricesApi = {
  list: async (signal?: AbortSignal) =>
    (await api.get<PriceAnswer[]>('/prices', { signal })).map(priceFrom),
};

export const receiptsApi = {
  /** Each record counts once by its own uid, so the call needs no key of its own to be repeated. */
  sendMany: async (receipts: readonly NewReceipt[], line: Api) => {
    const body = { receipts, sent_at: new Date().toISOString() };
    return (await line.post<{ results: RecordOutcome[] }>('/receipts/batch', body)).results;
  },
  one: async (uid: string, line: Api = api, signal?: AbortSignal) =>
    receiptFrom(await line.get<ReceiptAnswer>(`/receipts/${uid}`, { signal })),
  list: async (query: { search?: string; cursor?: Cursor }, signal?: AbortSignal) =>
    pageOf(await api.get<Page<ReceiptAnswer>>('/receipts', { query, signal }), receiptFrom),
};

export const lotsApi = {
  unlisted: (cursor: Cursor, signal?: AbortSignal) =>
    api.get<Page<Lot>>('/lots', { query: { unlisted: 1, page_size: 50, cursor }, signal }),
};

export const listingsApi = {
  list: async (query: { status?: string; cursor?: Cursor; page_size?: number }, signal?: AbortSignal) =>
    pageOf(await api.get<Page<ListingAnswer>>('/listings', { query, signal }), listingFrom),
  one: async (uid: string, signal?: AbortSignal) =>
    listingFrom(await api.get<ListingAnswer>(`/listings/${uid}`, { signal })),
  create: async (body: NewListing, idempotencyKey: string, line: Api = api) =>
    listingFrom(await line.post<ListingAnswer>('/listings', body, { idempotencyKey })),
  addStock: async (uid: string, lots: string[], idempotencyKey: string) =>
    listingFrom(
      await api.post<ListingAnswer>(`/listings/${uid}/stock`, { lots }, { idempotencyKey }),
    ),
  takeDown: async (uid: string, reason: string, idempotencyKey: string) =>
    listingFrom(
      await api.post<ListingAnswer>(`/listings/${uid}/take-down`, { reason }, { idempotencyKey }),
    ),
};
