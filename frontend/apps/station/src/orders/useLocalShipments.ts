import { computed } from 'vue';

import { useLocal } from '../backend/lists';
import { useOutbox } from '../backend/useOutbox';
import { withDeeds } from './deeds';
import { packedList, waitingList } from './local';

/** Parcels of a state as this counter sees them, with what was done here and is not sent yet. */
export function useLocalShipments(status: 'waiting' | 'packed') {
  const outbox = useOutbox();
  const waiting = useLocal(waitingList);
  const packed = useLocal(packedList);
  const shown = status === 'waiting' ? waiting : packed;
  const rows = computed(() =>
    // One list may be older than the other: a parcel stands once, as the further one knows it.
    [...new Map(
      [...(waiting.data.value ?? []), ...(packed.data.value ?? [])].map((one) => [one.uid, one]),
    ).values()]
      .map((shipment) => withDeeds(shipment, outbox.items))
      .filter((shipment) => shipment.status === status),
  );
  const state = computed(() => {
    if (shown.state.value !== 'ready') return shown.state.value;
    return rows.value.length ? 'ready' : 'empty';
  });
  return { rows, state, problem: shown.problem, asOf: shown.asOf, reload: shown.reload };
}
