import { useLoad } from '@xiangzhan/ui/base';

import { shipmentsApi } from './api';

/** One parcel of this station. */
export function useShipment(uid: string) {
  return useLoad((signal) => shipmentsApi.one(uid, signal));
}
