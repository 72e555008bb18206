import { allRows } from '../backend/cursors';
import { localList } from '../backend/lists';
import { formsApi, type WaitingForm } from './api';

// A census of the villages a station serves.
const MOST_PAGES = 60;

/** Forms of this station's villages that are still to be asked or came back. */
export const formList = localList('income_forms', async (signal): Promise<WaitingForm[]> => {
  const parts = await Promise.all(
    ['waiting', 'returned'].map((stage) => allRows((cursor) => formsApi.page(stage, cursor, signal), MOST_PAGES)),
  );
  return parts.flatMap(({ rows }) => rows).map(
    ({ uid, year, card_no, head_name, village, version, persons, platform_sales, returned_because }) => ({
      uid, year, card_no, head_name, village, version, persons, platform_sales, returned_because,
    }),
  );
});
