import { formatWeight, formatYuan } from '@xiangzhan/core';

import { LIMITS, RATES } from './settingForms';
import type { Proposal } from './settingsApi';

export type Said = Pick<Proposal, 'kind' | 'content' | 'scope_name'>;
interface Zone {
  region: string;
  served: boolean;
  surcharge_fen: number;
}

const percent = (bp: unknown): string => `${Number(bp ?? 0) / 100}%`;
const yuan = (fen: unknown): string => formatYuan(Number(fen));
const zoneText = (zone: Zone): string =>
  zone.served ? `${zone.region}加 ${yuan(zone.surcharge_fen)}` : `${zone.region}不送`;

function feesText({ scope_name, content }: Said): string {
  const scope = (content.scope ?? {}) as Record<string, string>;
  if (scope.village) return `${scope_name}的村集体 ${percent(content.village_bp)}`;
  const rates = RATES.map(([key, name]) => `${name} ${percent(content[key])}`);
  const said = [...rates, `包装 ${yuan(content.packaging_fen_per_package)}/件`].join('，');
  return scope_name ? `${said}；只用于 ${scope_name}` : said;
}

function shippingText({ content }: Said): string {
  const step = Number(content.step_fen);
  return [
    `每单 ${yuan(content.fee_fen)}`,
    Number(content.free_from_fen) ? `满 ${yuan(content.free_from_fen)} 包邮` : '不包邮',
    step ? `超过 ${formatWeight(Number(content.first_g), '公斤')} 后每 ${formatWeight(Number(content.step_g), '公斤')} 加 ${yuan(step)}` : '不按重量加价',
    ...((content.zones ?? []) as Zone[]).map(zoneText),
  ].join('，');
}

function limitsText({ scope_name, content }: Said): string {
  const said = LIMITS.map(([key, label]) => {
    const figure = key.endsWith('_bp') ? percent(content[key]) : yuan(content[key]);
    return `${label.replace(/(多少元|百分之几)/, ` ${figure} `)}`;
  });
  return `${said.join('；')}${scope_name ? `；只用于 ${scope_name}` : ''}`;
}

function merchantText({ scope_name, content }: Said): string {
  const whose = scope_name || '县里';
  return `${String(content.name)}（${whose}），AppID ${String(content.app_id)}，商家号 ${String(content.seller_id)}`;
}

const WORDS: Record<string, (said: Said) => string> = {
  fees: feesText, shipping: shippingText, limits: limitsText, merchant: merchantText,
};

/** A proposal's content as a sentence, exactly what is signed. */
export const contentText = (said: Said): string => WORDS[said.kind]?.(said) ?? '';
