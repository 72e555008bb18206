/** Where LOW, HIGH and zero stand on a line of 0 to 1000; a loss lies left of zero. */
export interface BarShape {
  zero: number;
  from: number;
  width: number;
}

const LENGTH = 1000;

export function barShape(lowFen: number, highFen: number): BarShape {
  const left = Math.min(0, lowFen, highFen);
  const right = Math.max(0, lowFen, highFen);
  const span = right - left || 1;
  const at = (fen: number) => Math.round(((fen - left) * LENGTH) / span);
  const from = at(Math.min(lowFen, highFen));
  return { zero: at(0), from, width: at(Math.max(lowFen, highFen)) - from };
}
