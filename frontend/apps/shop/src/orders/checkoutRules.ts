import { formatYuan, isMobile, type ProblemFields } from '@xiangzhan/core';

import type { CheckoutDraft } from './draft';
import { t } from './messages.zh';
import type { Quote } from './models';
import { isWholeRegion } from './useRegions';
import type { Heading } from './wire';

type Field = Exclude<keyof CheckoutDraft, 'invoice'> | keyof Heading;
export type DraftErrors = Partial<Record<Field, string>>;

/** What can be seen to be wrong before the server is asked; the server remains the authority. */
export function draftErrors(draft: CheckoutDraft): DraftErrors {
  const errors: DraftErrors = {};
  if (!draft.name.trim()) errors.name = t('checkout.name');
  if (!isMobile(draft.phone.trim())) errors.phone = t('checkout.phone');
  if (draft.invoice && draft.invoice.title.trim().length < 2) errors.title = t('checkout.title');
  if (draft.pick_up) return errors;
  if (!isWholeRegion(draft.region)) errors.region = t('checkout.region');
  if (draft.address.trim().length < 4) errors.address = t('checkout.address');
  return errors;
}

const FIELDS: readonly Field[] = [
  'name', 'phone', 'region', 'address', 'note', 'title', 'tax_number',
];

/** The server's words, at the field they belong to: `receiver.phone` or `phone`. */
export function serverErrors(fields: ProblemFields): DraftErrors {
  const errors: DraftErrors = {};
  for (const name of FIELDS) {
    const said = fields[`receiver.${name}`] ?? fields[name];
    if (said) errors[name] = said;
  }
  return errors;
}

/** What the server said of anything else, such as the lines, in one sentence. */
export function otherWords(fields: ProblemFields): string {
  const known = FIELDS.flatMap((name) => [name as string, `receiver.${name}`]);
  return Object.entries(fields)
    .filter(([name]) => !known.includes(name))
    .map(([, said]) => said)
    .join('；');
}

export interface Difference {
  listing: string;
  words: string;
  /** The most that can be ordered now. */
  most: number;
}

/** What changed between the quote a person read and the quote of now. */
export function differencesOf(before: Quote, now: Quote): Difference[] {
  const lines = before.lines.flatMap((line) => {
    const fresh = now.lines.find((one) => one.listing === line.listing);
    const most = fresh?.available_packages ?? 0;
    const words: string[] = [];
    if (most < 1) words.push(t('checkout.gone'));
    else if (most < line.quantity) words.push(t('checkout.left', { n: most }));
    if (fresh && most > 0 && fresh.price !== line.price) {
      const change = { old: formatYuan(line.price), now: formatYuan(fresh.price) };
      words.push(t('checkout.priceNow', change));
    }
    if (words.length === 0) return [];
    return [{ listing: line.listing, words: `${line.title}：${words.join('；')}`, most }];
  });
  if (lines.length || before.shipping === now.shipping) return lines;
  const fees = { old: formatYuan(before.shipping), now: formatYuan(now.shipping) };
  return [{ listing: '', words: t('checkout.shippingNow', fees), most: 0 }];
}
