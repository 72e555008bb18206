import { formatWeight, formatYuan } from '@xiangzhan/core';

import type { ShippingTerms } from './models';
import type { Delivery } from './wire';

/** The county's fee in one sentence: what a parcel costs, what weight adds, when it is free. */
export function feeWords(terms: ShippingTerms): string {
  const words = [`每站每单 ${formatYuan(terms.fee)}`];
  if (terms.step_g && terms.step) {
    const [first, step] = [terms.first_g, terms.step_g].map((grams) => formatWeight(grams, '公斤'));
    words.push(`${first}内；每多 ${step}加 ${formatYuan(terms.step)}`);
  }
  words.push(`同站满 ${formatYuan(terms.free_from)} 包邮`);
  return words.join('，');
}

export function remoteRegions(terms: ShippingTerms | null): string[] {
  const dearer = terms?.zones.filter((zone) => zone.served && zone.surcharge > 0) ?? [];
  return dearer.map((zone) => `${zone.region}每单加收 ${formatYuan(zone.surcharge)}`);
}

export function unservedRegions(terms: ShippingTerms | null): string[] {
  return terms?.zones.filter((zone) => !zone.served).map((zone) => zone.region) ?? [];
}

/** What was measured, in days: of how many parcels, and never a promise. */
export function deliveryWords({ parcels, days_to_ship, days_on_the_way }: Delivery): string {
  if (!parcels) return '这个站近 90 天送达的包裹还太少，暂时估不出';
  const leaves = Number(days_to_ship) < 0.5 ? '付款后一般当天发出' : `付款后约 ${days_to_ship} 天发出`;
  return `${leaves}，路上约 ${days_on_the_way} 天（按本站最近 ${parcels} 个包裹，一半更快一半更慢）`;
}
