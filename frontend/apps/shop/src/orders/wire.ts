import type { Schema } from '@xiangzhan/core';

/** What the server writes, by the shop's names: amounts in yuan as text, weights in grams. */
export type ListingWire = Schema<'Card'>;
export type Category = Schema<'Category'>;
export type Township = Schema<'ShelfTownship'>;
export type Seller = Schema<'Seller'>;
export type Delivery = Schema<'Delivery'>;
export type Suggestions = Schema<'Suggestions'>;
export type Provenance = Schema<'Provenance'>;
export type MoneyShareWire = Schema<'MoneyRange'>;
export type ShippingWire = Schema<'Shipping'>;
export type ZoneWire = Schema<'Zone'>;
export type ListingDetailWire = Schema<'ListingStory'>;
export type QuoteLineWire = Schema<'QuotedLine'>;
export type QuoteStationWire = Schema<'QuotedStation'>;
export type QuoteWire = Schema<'Quote'>;
export type OrderRowWire = Schema<'ListedOrder'>;
export type SourceWire = Schema<'Source'>;
export type OrderLineWire = Schema<'OrderLine'>;
export type Shipment = Schema<'OrderShipment'>;
export type Step = Schema<'Step'>;
export type OrderWire = Schema<'Order'>;
export type NewClaim = Schema<'MakeClaimRequest'>;
export type KeptPhoto = Schema<'KeptPhoto'>;
export type ClaimWire = Schema<'ClaimDetail'>;
export type Attempt = Schema<'PaymentAttempt'>;
export type Receiver = Schema<'ReceiverRequest'>;
export type NewOrder = Schema<'PlaceOrderRequest'>;
