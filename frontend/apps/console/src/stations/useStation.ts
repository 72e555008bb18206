import { useLoad } from '@xiangzhan/ui/base';
import { notify } from '@xiangzhan/ui/desktop';
import { useSession } from '@xiangzhan/ui/session';
import { computed } from 'vue';

import type { FormValues } from '../backend/forms';
import { stationsApi } from './api';
import { stationForms } from './stationForms';

/** One station with its history, and the changes this person may submit. */
export function useStation(uid: string) {
  const session = useSession();
  const loaded = useLoad((signal) => stationsApi.station(uid, signal));
  const forms = computed(() => {
    const station = loaded.data.value;
    return station && session.role === 'TO' ? stationForms(station) : [];
  });
  const sender = (path: string, shape: (values: FormValues) => FormValues) =>
    (values: FormValues, key: string) =>
      stationsApi.submit(`/stations/${uid}/${path}`, shape(values), key);

  async function changed(words: string): Promise<void> {
    notify(words);
    await loaded.reload();
  }

  return {
    ...loaded, forms, sender, changed, submitted: () => changed('已提交审批，进度见“变更记录”'),
  };
}
