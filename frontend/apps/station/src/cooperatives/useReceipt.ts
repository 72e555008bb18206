import { useLoad } from '@xiangzhan/ui/base';
import { computed } from 'vue';

import { receiptsApi } from './api';
import { useReceiving } from './useReceiving';

/** A receipt with its label; the one just written is shown without asking the server again. */
export function useReceipt(uid: string) {
  const receiving = useReceiving();
  const fresh = receiving.done?.receipt.uid === uid ? receiving.done : null;
  const { data, state, problem, reload } = useLoad((signal) =>
    fresh ? Promise.resolve(fresh.receipt) : receiptsApi.one(uid, signal),
  );
  const label = (size: string) => `/print/label/${data.value?.lot.code ?? ''}?size=${size}`;
  const slip = computed(() => `/print/slip/${uid}`);
  return { data, state, problem, reload, already: fresh?.already ?? false, fresh, label, slip };
}
