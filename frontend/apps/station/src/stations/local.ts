import { allRows } from '../backend/cursors';
import { localList } from '../backend/lists';
import { stationsApi } from './api';
import { counterApi, type Parcel } from './counterApi';

/** The station and its counters as the server last said them. */
export const todayList = localList('today', async (signal) => {
  const [station, today] = await Promise.all([stationsApi.mine(signal), stationsApi.today(signal)]);
  return { station, today, on: new Date().toISOString() };
});

/** The station's own record in the register: hours, people, equipment, inspections. */
export const profileList = localList('station', async (signal) =>
  stationsApi.profile((await stationsApi.mine(signal)).uid, signal),
);

/** Parcels on the shelf, waiting for their people. */
export const parcelList = localList('parcels', async (signal): Promise<Parcel[]> => {
  const { rows } = await allRows((cursor) => counterApi.waiting(cursor, signal));
  return rows;
});

/** Parcels of villagers that wait for the courier. */
export const outList = localList('parcels_out', async (signal): Promise<Parcel[]> => {
  const { rows } = await allRows((cursor) => counterApi.accepted(cursor, signal));
  return rows;
});
