import { formatInstant, type Page } from '@xiangzhan/core';

import type { Listing } from './models';
import type { KeptPage } from './useCursorList';

const KEY = 'xz-last-list';

/** The last public list, read again without network. Nothing personal is kept here. */
export function keptCatalogue(isPlainList: () => boolean): KeptPage<Listing> {
  return {
    read() {
      try {
        return JSON.parse(localStorage.getItem(KEY) ?? 'null') as {
          page: Page<Listing>;
          at: string;
        } | null;
      } catch {
        return null;
      }
    },
    write(page) {
      if (!isPlainList() || page.results.length === 0) return;
      localStorage.setItem(KEY, JSON.stringify({ page, at: formatInstant(new Date()) }));
    },
  };
}
