import type { Household, Listing, Lot, Price } from './api';

/** One household, one product and what becomes of a basket, for the specs of this folder. */
export const HOUSEHOLD: Household = {
  uid: 'h1', card_no: 'HC000001', head_name: '马有福', village: '东峡村', phone_tail: '0017',
  pinyin: 'mayoufu', initials: 'myf', village_initials: 'dxc',
};

export const PRODUCT = {
  uid: 'p1', code: 'potato', name: '土豆', picture: 'potato', class_name: '蔬菜',
  certificate_regime: 'commitment', most_g_per_receipt: 500_000,
};

export const POTATO: Price = {
  price_entry: 7, product: PRODUCT, grade: 'first', grade_name: '一级', buy_fen: 120,
  sell_fen: 200, effective_from: '2026-09-25T16:00:00Z',
};

/** The same as the server writes it. */
export const PRICE_ANSWER = {
  price_entry: 7, product: PRODUCT, grade: 'first', grade_name: '一级', buy_per_jin: '1.20',
  sell_per_jin: '2.00', effective_from: '2026-09-25T16:00:00Z',
};

export const RECEIPT = {
  uid: 'r1', household_name: '马有福', product_name: '土豆', grade_name: '一级',
  mode: 'consignment', mode_name: '代卖', gross_g: 13_500, tare_g: 1000, net_g: 12_500,
  price_per_jin: '1.20', amount: '30.00',
  weighed_at: '2026-09-28T02:00:00Z',
  lot: { code: 'DT260928001A001X', available_g: 12_500, expires_on: '2026-12-01' },
};

export const LOT: Lot = {
  code: 'DT260928001A001X', product_name: '土豆', product_uid: 'p1', grade: 'first',
  grade_name: '一级', household_name: '马有福', received_g: 12_500, available_g: 12_500, held_g: 0,
  sold_g: 0, expires_on: '2026-12-01', listing_title: null,
};

export const LISTING_ANSWER: Omit<Listing, 'price_fen'> & { price: string } = {
  uid: 'l1', title: '土豆 一级 2.5 公斤装', status: 'on_sale', status_name: '在售',
  product_uid: 'p1', product_name: '土豆', grade: 'first', grade_name: '一级', package_g: 2500,
  price: '10.00', available_packages: 5, lots: [{ code: LOT.code, available_g: 12_500 }],
  reason: null,
};
