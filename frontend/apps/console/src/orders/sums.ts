import { type Fen, fenFromApi } from '@xiangzhan/core';

/** What the parts add up to, and whether that is the whole. */
export interface Sum {
  fen: Fen;
  agrees: boolean;
}

export function addUp(parts: readonly string[], whole: string): Sum {
  const fen = parts.reduce((sum, part) => sum + fenFromApi(part), 0);
  return { fen, agrees: fen === fenFromApi(whole) };
}
