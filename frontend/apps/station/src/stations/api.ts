import { type Fen, fenFromApi, type Grams, type Schema } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';

export type MyStation = Schema<'StationMine'>;

export interface Today {
  to_pack: number;
  to_ship: number;
  received_today: { count: number; net_g: Grams; amount_fen: Fen };
  lots_unlisted: number;
  listings_on_sale: number;
  listings_returned: number;
}

type TodayAnswer = Omit<Today, 'received_today'> & {
  received_today: { count: number; net_g: Grams; amount: string };
};

export type Inspection = Schema<'StationDetail'>['inspections'][number];

export const stationsApi = {
  profile: (uid: string, signal?: AbortSignal) => api.get<Schema<'StationDetail'>>(`/stations/${uid}`, { signal }),
  /** Grades of the operator's own station, newest first. */
  inspections: async (signal: AbortSignal): Promise<Inspection[]> => {
    const mine = await api.get<MyStation>('/stations/mine', { signal });
    return (await api.get<Schema<'StationDetail'>>(`/stations/${mine.uid}`, { signal })).inspections;
  },
  object: (inspection: string, words: string, idempotencyKey: string) =>
    api.post(`/inspections/${inspection}/objections`, { words }, { idempotencyKey }),
  mine: (signal?: AbortSignal) => api.get<MyStation>('/stations/mine', { signal }),
  today: async (signal?: AbortSignal): Promise<Today> => {
    const answer = await api.get<TodayAnswer>('/stations/mine/today', { signal });
    const { count, net_g, amount } = answer.received_today;
    return { ...answer, received_today: { count, net_g, amount_fen: fenFromApi(amount) } };
  },
};
