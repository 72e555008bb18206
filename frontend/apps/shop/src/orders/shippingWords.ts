import { formatWeight, formatYuan } from '@xiangzhan/core';

import type { ShippingTerms } from './models';

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
