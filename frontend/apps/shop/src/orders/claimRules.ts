import { type Fen, fenToApi } from '@xiangzhan/core';

import type { Claimable, Order } from './models';
import type { NewClaim } from './wire';

export type ClaimKind = 'quality' | 'return';

export interface ClaimDraft {
  kind: ClaimKind;
  /** Packages by line. */
  packages: Record<number, number>;
  /** What is asked for instead of the ceiling, by line. */
  amounts: Record<number, Fen | null>;
  reason: string;
  /** What the server called the photo, and where it shows it for an hour. */
  photo_hash: string;
  photo_url: string;
}

export const emptyClaim = (): ClaimDraft => ({
  kind: 'quality', packages: {}, amounts: {}, reason: '', photo_hash: '', photo_url: '',
});

export const refusalOf = (line: Claimable, kind: ClaimKind): string =>
  kind === 'return' ? line.return_refusal : line.quality_refusal;

export const mayAsk = (line: Claimable): boolean =>
  line.packages > 0 && !(line.quality_refusal && line.return_refusal);

/** Why nothing can be asked for a line any more. */
export const whyNot = (line: Claimable): string =>
  line.packages < 1 ? '已经全部退过' : line.quality_refusal;

/** The most that so many packages give back: their part of what the line is still worth. */
export function ceilingOf(line: Claimable, packages: number): Fen {
  return line.packages ? Math.floor((line.worth * packages) / line.packages) : 0;
}

export function askedOf(line: Claimable, draft: ClaimDraft): Fen {
  const most = ceilingOf(line, draft.packages[line.position] ?? 0);
  const typed = draft.kind === 'return' ? null : draft.amounts[line.position];
  return typed ?? most;
}

export function claimErrors(draft: ClaimDraft): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!Object.values(draft.packages).some((count) => count > 0)) errors.lines = '请选择要退的商品和件数';
  if (draft.reason.trim().length < 2) errors.reason = '请写明原因，2 至 200 字';
  if (draft.kind === 'quality' && !draft.photo_hash) errors.photo_hash = '请拍一张能看清问题的照片';
  return errors;
}

export function newClaim(order: Order, draft: ClaimDraft): NewClaim {
  const lines = order.claimable.flatMap((line) => {
    const quantity = draft.packages[line.position] ?? 0;
    if (!quantity) return [];
    const typed = draft.kind === 'return' ? null : draft.amounts[line.position];
    const amount = typed === null || typed === undefined ? {} : { amount: fenToApi(typed) };
    return [{ position: line.position, quantity, ...amount }];
  });
  return { kind: draft.kind, lines, reason: draft.reason.trim(), photo_hash: draft.photo_hash };
}
