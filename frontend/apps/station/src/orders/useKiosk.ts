import { speakAsDevice } from '@xiangzhan/ui/session';
import { useAction, useScan } from '@xiangzhan/ui/base';
import { onScopeDispose, ref, shallowRef } from 'vue';

import { useBindings } from '../backend/useBindings';
import { kioskApi, type KioskStatement } from './kioskApi';

/** How long a statement stands on the counter's screen (DESIGN, Kiosk). */
const SHOWN_S = 180;

/**
 * The counter's device in a household's hands: the operator is locked out first, so that nothing but
 * this page opens without the operator's own code; the device's token goes on speaking here alone.
 */
export function useKiosk() {
  const bindings = useBindings();
  const handed = bindings.gate === 'open' ? bindings.active : null;
  const card = ref('');
  const pin = ref('');
  const statement = shallowRef<KioskStatement | null>(null);
  const left = ref(0);
  let closesAt = 0;
  let ticking: ReturnType<typeof setInterval> | undefined;

  if (handed) {
    bindings.lock();
    speakAsDevice(handed.token);
  }

  const { run, busy, problem } = useAction((key: string) => kioskApi.open(card.value, pin.value, key));

  async function open(): Promise<void> {
    const found = await run();
    pin.value = '';
    if (!found) return;
    statement.value = found;
    closesAt = Date.now() + SHOWN_S * 1000;
    tick();
    ticking = setInterval(tick, 1000);
  }

  function tick(): void {
    left.value = Math.max(Math.ceil((closesAt - Date.now()) / 1000), 0);
    if (left.value === 0) putAway();
  }

  function putAway(): void {
    clearInterval(ticking);
    statement.value = null;
    card.value = pin.value = '';
  }

  useScan((scan) => {
    if (scan.kind === 'household' && !statement.value) card.value = scan.code;
  });

  onScopeDispose(() => {
    putAway();
    speakAsDevice(null);
  });
  return { handed: handed !== null, card, pin, statement, left, open, putAway, busy, problem };
}
