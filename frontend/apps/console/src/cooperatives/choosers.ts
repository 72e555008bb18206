import type { Choice } from '../backend/forms';
import { api } from '@xiangzhan/ui/session';

import { registerApi } from './registerApi';

type Found = Promise<readonly Choice[]>;
interface StationRow {
  uid: string;
  name: string;
  township: string;
}

/** Villages in which this hat enters households, or founds a cooperative. */
export async function findVillages(term: string, signal: AbortSignal): Found {
  const rows = await registerApi.villages({ search: term }, signal);
  return rows.map((row) => ({ value: row.code, label: row.name, note: row.township }));
}

/** Registered households within reach; the card tells namesakes apart. */
export async function findHouseholds(term: string, signal: AbortSignal): Found {
  const page = await registerApi.households({ search: term, temporary: '0' }, signal);
  return page.results.map((row) => ({
    value: row.uid,
    label: `${row.head_name} ${row.card_no}`,
    note: `${row.village}${row.phone_tail ? ` 尾号 ${row.phone_tail}` : ''}`,
  }));
}

/** Stations of the township, for the cooperative they are to sell through. */
export async function findStations(term: string, signal: AbortSignal): Found {
  const page = await api.get<{ results: StationRow[] }>('/stations', { query: { search: term }, signal });
  return page.results.map((row) => ({ value: row.uid, label: row.name, note: row.township }));
}
