/** Where townships stand on the grid: placed by hand, not a map (SCREENS 4). [column, row]. */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  '630121205': [1, 1], '630121200': [2, 1], '630121107': [3, 1], '630121208': [6, 1],
  '630121201': [1, 2], '630121202': [2, 2], '630121101': [3, 2], '630121108': [4, 2],
  '630121103': [5, 2], '630121209': [6, 2],
  '630121203': [1, 3], '630121204': [2, 3], '630121102': [3, 3], '630121100': [4, 3],
  '630121210': [5, 3],
  '630121206': [2, 4], '630121207': [3, 4], '630121104': [4, 4], '630121106': [5, 4],
  '630121105': [4, 5],
};

/** A cell for every code; a county without a hand-placed grid flows row by row. */
export function gridStyle(code: string): Readonly<Record<string, string>> {
  const place = PLACES[code];
  return place ? { gridColumn: String(place[0]), gridRow: String(place[1]) } : {};
}

/** Four shades by a value's share of the largest: 0 for nothing sold, 4 for the darkest. */
export function shadeOf(value: number, largest: number): number {
  return value <= 0 || largest <= 0 ? 0 : Math.max(1, Math.ceil((value / largest) * 4));
}
