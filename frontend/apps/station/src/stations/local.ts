import { localList } from '../backend/lists';
import { stationsApi } from './api';

/** The station and its counters as the server last said them. */
export const todayList = localList('today', async (signal) => {
  const [station, today] = await Promise.all([stationsApi.mine(signal), stationsApi.today(signal)]);
  return { station, today, on: new Date().toISOString() };
});
