import { computed, onScopeDispose, ref } from 'vue';

import { grantDaysLeft } from './pin';
import { useBindings } from './useBindings';

const SECOND_MS = 1000;

/** The door of a bound device: who it is, and the PIN that opens without a network. */
export function useUnlock(onOpen: () => void) {
  const store = useBindings();
  const bindings = computed(() => store.bindings.filter((one) => !one.revoked));
  const picked = ref(store.active?.hat.uid ?? '');
  const chosen = computed(
    () => bindings.value.find((one) => one.hat.uid === picked.value) ?? bindings.value[0] ?? null,
  );
  const pin = ref('');
  const wrong = ref(false);
  const busy = ref(false);
  const now = ref(Date.now());
  const tick = setInterval(() => (now.value = Date.now()), SECOND_MS);
  onScopeDispose(() => clearInterval(tick));

  const waitS = computed(() =>
    Math.max(0, Math.ceil(((chosen.value?.pin?.locked_until ?? 0) - now.value) / SECOND_MS)),
  );
  const waiting = computed(() => waitS.value > 0);
  const daysLeft = computed(() =>
    chosen.value ? grantDaysLeft(chosen.value.confirmed_at, now.value) : 0,
  );
  const words = computed(() => {
    if (waiting.value) return `输错次数过多，请等 ${waitS.value} 秒再试`;
    return wrong.value ? '开锁码不对，请重输' : '';
  });

  function choose(hat: string): void {
    picked.value = hat;
    pin.value = '';
    wrong.value = false;
  }

  async function unlock(): Promise<void> {
    if (!chosen.value || busy.value) return;
    busy.value = true;
    const opened = await store.unlock(chosen.value.hat.uid, pin.value).finally(() => (busy.value = false));
    now.value = Date.now();
    pin.value = '';
    wrong.value = !opened;
    if (opened) onOpen();
  }

  return { bindings, chosen, choose, pin, words, waiting, daysLeft, busy, unlock };
}
