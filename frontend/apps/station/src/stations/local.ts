import { allRows } from '../backend/cursors';
import { localList } from '../backend/lists';
import { stationsApi } from './api';
import { counterApi, type Parcel } from './counterApi';

/** The station and its counters as the server last said them. */
export const todayList = localList('today', async (signal) => {
  const [station, today] = await Promise.all([stationsApi.mine(signal), stationsApi.today(signal)]);
  return { station, today, on: new Date().toISOString() };
});

/** Parcels on the shelf, waiting for their people. */
export const parcelList = localList('parcels', async (signal): Promise<Parcel[]> => {
  const { rows } = await allRows((cursor) => counterApi.waiting(cursor, signal));
  return rows;
});
