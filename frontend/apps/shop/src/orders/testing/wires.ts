import type { ListingDetailWire, OrderWire, QuoteWire } from '../wire';

/** Answers of the server as specs need them; each takes what differs. */
export function listingWire(differs: Partial<ListingDetailWire> = {}): ListingDetailWire {
  return {
    uid: 'l1',
    title: '东峡土豆 5 斤装',
    product_name: '马铃薯',
    product_code: 'potato',
    grade: 'first',
    grade_name: '一级',
    package_g: 2500,
    price: '12.50',
    price_per_jin: '2.50',
    picture: 'potato',
    township: '东峡镇',
    station_name: '东峡站',
    available_packages: 3,
    sold_packages: 7,
    season: '9–10 月',
    in_season: true,
    photos: [],
    gi_mark: '',
    category: 'vegetable',
    story: '山地黄土种植',
    shelf_life_days: 60,
    return_rule: 'perishable',
    return_rule_name: '鲜活易腐，不适用七天无理由',
    certificate_regime: 'commitment',
    certificate_regime_name: '承诺达标合格证',
    shipping: {
      fee: '8.00', free_from: '59.00', first_g: 3000, step_g: 1000, step: '1.50',
      zones: [
        { region: '新疆维吾尔自治区', served: true, surcharge: '12.00' },
        { region: '西藏自治区', served: false, surcharge: '0.00' },
      ],
    },
    provenance: {
      station: { name: '东峡站', township: '东峡镇', village: '衙门庄村', opened_on: '2021-03-01' },
      cooperative: { name: '东峡种植合作社', credit_code: '93630121MA752ABC1X' },
      lots: [{ code: 'DT2609300A1A001X', received_on: '2026-09-30', available_g: 7500 }],
      households: 2,
      household_names: ['马得福'],
      branch: { name: '衙门庄村党支部', part_name: '领办' },
    },
    where_the_money_goes: [
      { part: 'household', name: '农户', low: '9.10', high: '9.80' },
      { part: 'station', name: '服务站', low: '0.63', high: '0.63' },
    ],
    ...differs,
  };
}

export function quoteWire(differs: Partial<QuoteWire['lines'][0]> = {}): QuoteWire {
  const line = {
    listing: 'l1', title: '东峡土豆 5 斤装', price: '12.50', quantity: 2, amount: '25.00',
    available_packages: 3, return_rule: 'perishable', problem: null, order: 0, ...differs,
  };
  return {
    goods: line.amount,
    shipping: '8.00',
    total: '33.00',
    stations: [
      {
        station: 's1', station_name: '东峡站', order: 0, goods: line.amount, shipping: '8.00',
        surcharge: '0.00', free_from: '59.00', problem: null,
      },
    ],
    lines: [line],
    orders: [{ merchant_name: '县中心', goods: line.amount, shipping: '8.00', total: '33.00' }],
  };
}

export function orderWire(differs: Partial<OrderWire> = {}): OrderWire {
  return {
    number: 'OD202609300003',
    status: 'placed',
    status_name: '待付款',
    goods: '25.00',
    shipping: '8.00',
    total: '33.00',
    placed_at: '2026-09-30T06:00:00Z',
    paid_at: null,
    shipped_at: null,
    delivered_at: null,
    completed_at: null,
    completes_at: null,
    hold_expires_at: '2099-01-01T00:00:00Z',
    note: '',
    region: '青海省 西宁市',
    refunds: [],
    claims: [],
    adjustments: [],
    claimable: [],
    placed_together: [],
    attempts: [],
    receiver: { name: '李**', phone: '154****0017', address: '青海省西宁市' },
    lines: [
      {
        position: 1, listing: 'l1', station_name: '东峡站', title: '东峡土豆 5 斤装', product_name: '马铃薯', grade_name: '一级',
        quantity: 2, package_g: 2500, weight_g: 5000, price: '12.50', amount: '25.00',
        picture: 'potato',
        sources: [
          {
            lot_code: 'DT2609300A1A001X', household_name: '马*福', village: '衙门庄村',
            station_name: '东峡站', cooperative_name: '东峡种植合作社', weight_g: 5000,
            share: '25.00',
          },
        ],
      },
    ],
    shipments: [],
    steps: [{ status: 'placed', status_name: '已下单', at: '2026-09-30T06:00:00Z' }],
    payment: null,
    can: { pay: true, cancel: true, confirm_receipt: false },
    money_parts: null,
    ...differs,
  };
}
