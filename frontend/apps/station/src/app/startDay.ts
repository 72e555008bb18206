// What each domain keeps for the day and sends from the outbox.
import '../cooperatives/homeKind';
import '../cooperatives/listingKind';
import '../cooperatives/local';
import '../cooperatives/receiptKind';
import '../cooperatives/reprintKind';
import '../cooperatives/restockKind';
import '../cooperatives/shelfKinds';
import '../impact/formKind';
import '../impact/local';
import '../orders/deeds';
import '../orders/local';
import '../stations/counterKinds';
import '../stations/local';

import { useSession } from '@xiangzhan/ui/session';
import { watch } from 'vue';

import { useClock } from '../backend/clock';
import { refreshLists } from '../backend/lists';
import { useStorage } from '../backend/storage';
import { useBindings } from '../backend/useBindings';
import { useOutbox } from '../backend/useOutbox';
import { router } from './router';

const LISTS_EVERY_MS = 10 * 60_000;
const SOON_MS = 3000;
const IDLE_MS = 1000;

/** After the page that was asked for stands: on a slow phone each call at its start delays it. */
function whenIdle(deed: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(deed, { timeout: IDLE_MS });
  else setTimeout(deed, IDLE_MS);
}

/** What runs beside the pages: the outbox, the clock, and the lists that the day needs. */
export function startDay(): void {
  const session = useSession();
  const bindings = useBindings();
  const fetchLists = (): void => {
    if (navigator.onLine && session.role === 'SO' && bindings.gate !== 'locked') void refreshLists(session.hat?.uid);
  };
  void useClock().start();
  void useStorage().start();
  void bindings.start().then(() => useOutbox().start());
  watch(() => bindings.active?.hat.uid, (hat) => hat && whenIdle(fetchLists));
  watch(() => session.hat?.uid, () => whenIdle(fetchLists));
  watch(() => bindings.gate, (gate) => gate === 'revoked' && void router.push('/revoked'));
  // Papers are drawn by the second script: it is here before the network can end.
  setTimeout(() => void import('../cooperatives/components/QrCode.vue').catch(() => undefined), SOON_MS);
  setInterval(fetchLists, LISTS_EVERY_MS);
  window.addEventListener('online', fetchLists);
}
