import type { Page } from '@xiangzhan/core';

const MOST_PAGES = 10;

export interface Rows<T> {
  rows: T[];
  /** True when the server has more than was fetched. */
  more: boolean;
}

/** The cursor inside the address the server gives for the next page. */
export function cursorOf(next: string | null): string | null {
  if (!next) return null;
  const query = next.split('?')[1];
  return query === undefined ? next : new URLSearchParams(query).get('cursor');
}

/** Follows the cursors to the end, or to a bound that keeps a phone alive. */
export async function allRows<T>(
  fetchPage: (cursor: string | null) => Promise<Page<T>>,
  mostPages = MOST_PAGES,
): Promise<Rows<T>> {
  const rows: T[] = [];
  let cursor: string | null = null;
  for (let count = 0; count < mostPages; count += 1) {
    const page: Page<T> = await fetchPage(cursor);
    rows.push(...page.results);
    cursor = cursorOf(page.next);
    if (!cursor) return { rows, more: false };
  }
  return { rows, more: true };
}
