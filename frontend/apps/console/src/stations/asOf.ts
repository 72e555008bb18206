import { stationsApi } from './api';

/** What something was on a day: names and values, an empty value reads 无. */
export type FactsOn = (on: string, signal: AbortSignal) => Promise<[string, string][]>;

export const branchFacts = (uid: string): FactsOn => async (on, signal) => {
  const then = await stationsApi.branchOn(uid, on, signal);
  const stations = then.stations.map((one) => `${one.station_name}（${one.part_name}）`);
  return [
    ['名称', then.name],
    ['党员', then.member_count === null ? '当时还没有登记人数' : `${then.member_count} 名`],
    ['服务站', stations.join('、')],
  ];
};

export const stationFacts = (uid: string): FactsOn => async (on, signal) => {
  const then = await stationsApi.stationOn(uid, on, signal);
  return [
    ['状态', then.status_name],
    ['服务村', then.villages.map((one) => one.name).join('、')],
    ['领办', then.led_by],
    ['托管', then.hosted_by],
    ['运营员', then.operator],
  ];
};
