import type { Overview, SalesRow } from './salesApi';

type Days = Pick<Overview, 'from_on' | 'to_on'>;

/** Where the rows behind a figure are: the same filters and what was tapped; none behind a zero. */
export function rowsLink(found: Days, row: SalesRow, asked: Record<string, string>): string | null {
  if (row.now.sales_count === 0 && row.now.net === '0.00') return null;
  const { by = '', ...kept } = asked;
  const only = by === 'month' ? monthWithin(row.key, found) : { ...daysOf(found), [by || 'product']: row.key };
  const query = Object.entries({ ...kept, ...only }).filter(([, value]) => value);
  return `/sales/rows?${new URLSearchParams(query).toString()}`;
}

function daysOf({ from_on, to_on }: Days): Days {
  return { from_on, to_on };
}

/** The days of a month that lie within the period. */
function monthWithin(month: string, { from_on, to_on }: Days): Days {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const first = `${month}-01`;
  const last = `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
  return { from_on: first > from_on ? first : from_on, to_on: last < to_on ? last : to_on };
}
