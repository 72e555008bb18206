import type { LocationQuery } from 'vue-router';

/** What narrows the list, as it stands in the address; empty narrows nothing. */
export interface Filter {
  search: string;
  category: string;
  township: string;
  in_season: string;
  sort: string;
}

export const NO_FILTER: Filter = { search: '', category: '', township: '', in_season: '', sort: '' };
const NAMES = Object.keys(NO_FILTER) as (keyof Filter)[];

export function filterOf(query: LocationQuery): Filter {
  const values = NAMES.map((name) => [name, String(query[name] ?? '')]);
  return Object.fromEntries(values) as unknown as Filter;
}

export function sameFilter(one: Filter, other: Filter): boolean {
  return NAMES.every((name) => one[name] === other[name]);
}

/** Only what narrows stands in the address. */
export function queryOf(filter: Filter): Partial<Filter> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
}
