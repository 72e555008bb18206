import { computed, onScopeDispose, ref } from 'vue';

import { t } from './messages.zh';

/** Seconds until an instant, ticking; null where there is no such instant. */
export function useCountdown(until: () => string | null | undefined) {
  const now = ref(Date.now());
  const ticking = setInterval(() => {
    now.value = Date.now();
  }, 1000);
  onScopeDispose(() => clearInterval(ticking));

  const seconds = computed(() => {
    const instant = until();
    return instant ? Math.max(0, Math.ceil((Date.parse(instant) - now.value) / 1000)) : null;
  });
  const words = computed(() => {
    if (seconds.value === null) return '';
    if (seconds.value === 0) return t('pay.expired');
    const rest = String(seconds.value % 60).padStart(2, '0');
    return t('pay.left', { minutes: Math.floor(seconds.value / 60), seconds: rest });
  });
  return { seconds, words };
}
