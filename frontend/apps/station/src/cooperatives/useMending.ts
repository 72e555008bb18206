import { computed } from 'vue';
import { useRoute } from 'vue-router';

import { useOutbox } from '../backend/useOutbox';
import { useReceiving } from './useReceiving';

/** Opened from the outbox with `?mend=`: the refused record is taken up again, once. */
export function useMending() {
  const receiving = useReceiving();
  const outbox = useOutbox();
  const mend = useRoute().query.mend;
  const item = typeof mend === 'string' ? outbox.byUid(mend) : undefined;
  if (item && item.state !== 'sent' && receiving.intake.mends !== item.uid) receiving.open(item);
  return computed(() => outbox.byUid(receiving.intake.mends ?? '')?.title ?? '');
}
