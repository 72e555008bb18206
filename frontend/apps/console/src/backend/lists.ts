/** A page as the server cuts it: `next` and `previous` are addresses that carry the cursor. */
export interface CursorPage<T> {
  results: T[];
  next: string | null;
  previous: string | null;
}

/** One column of a list: what stands in the cell, and where it leads. */
export interface Column<T> {
  label: string;
  text: (row: T) => string;
  number?: boolean;
  to?: (row: T) => string | null;
}

export function cursorOf(address: string | null | undefined): string {
  if (!address) return '';
  return new URL(address, 'http://localhost').searchParams.get('cursor') ?? '';
}
