/** What the server writes: amounts in yuan as text, weights in grams, instants in UTC. */
export interface ListingWire {
  uid: string;
  title: string;
  product_name: string;
  product_code: string;
  grade: string;
  grade_name: string;
  package_g: number;
  price: string;
  price_per_jin: string;
  picture: string;
  township: string;
  station_name: string;
  available_packages: number;
  sold_packages: number;
  season: string;
  category: string;
}

export interface Category {
  code: string;
  name: string;
  listings: number;
}

export interface Provenance {
  station: { name: string; township: string; village: string; opened_on: string | null };
  cooperative: { name: string; credit_code: string };
  lots: { code: string; received_on: string; available_g: number }[];
  households: number;
  household_names: string[];
  branch: { name: string; part_name: string } | null;
}

export interface MoneyShareWire {
  part: string;
  name: string;
  low: string;
  high: string;
}

export interface ListingDetailWire extends ListingWire {
  story: string;
  shelf_life_days: number;
  return_rule: string;
  return_rule_name: string;
  certificate_regime: string;
  certificate_regime_name: string;
  shipping: { fee: string; free_from: string | null };
  provenance: Provenance;
  where_the_money_goes: MoneyShareWire[];
}

export interface QuoteLineWire {
  listing: string;
  title: string;
  price: string;
  quantity: number;
  amount: string;
  available_packages: number;
  problem: string | null;
}

export interface QuoteStationWire {
  station: string;
  station_name: string;
  goods: string;
  shipping: string;
}

export interface QuoteWire {
  goods: string;
  shipping: string;
  total: string;
  stations: QuoteStationWire[];
  lines: QuoteLineWire[];
}

export interface OrderRowWire {
  number: string;
  status: string;
  status_name: string;
  total: string;
  placed_at: string;
  lines: { title: string; quantity: number; picture: string }[];
  region: string;
  station_names: string[];
}

export interface SourceWire {
  lot_code: string;
  household_name: string;
  village: string;
  station_name: string;
  cooperative_name: string;
  weight_g: number;
  share: string;
}

export interface OrderLineWire {
  position: number;
  title: string;
  product_name: string;
  grade_name: string;
  quantity: number;
  package_g: number;
  weight_g: number;
  price: string;
  amount: string;
  picture: string;
  sources: SourceWire[];
}

export interface Shipment {
  uid: string;
  station_name: string;
  status: string;
  status_name: string;
  courier: string;
  waybill: string;
  shipped_at: string | null;
}

export interface Step {
  status: string;
  status_name: string;
  at: string | null;
}

export interface OrderWire {
  number: string;
  status: string;
  status_name: string;
  goods: string;
  shipping: string;
  total: string;
  placed_at: string;
  completed_at: string | null;
  completes_at: string | null;
  hold_expires_at: string | null;
  note: string;
  receiver: { name: string; phone: string; address: string };
  lines: OrderLineWire[];
  shipments: Shipment[];
  steps: Step[];
  payment: { state: string; state_name: string; paid_at: string | null } | null;
  can: { pay: boolean; cancel: boolean; confirm_receipt: boolean };
  money_parts: { part: string; name: string; amount: string }[] | null;
}

export interface Attempt {
  pay_url: string;
  out_trade_no: string;
  expires_at: string;
}

export interface Receiver {
  name: string;
  phone: string;
  region: string;
  address: string;
}

export interface NewOrder {
  lines: { listing: string; quantity: number; price: string }[];
  receiver: Receiver;
  note: string;
}
