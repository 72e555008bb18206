import { onScopeDispose, watch, type WatchSource } from 'vue';

const EVERY_MS = 1_500;

/** Asks again while a worker is at it; stops with the page. */
export function usePolling(busy: WatchSource<boolean>, ask: () => Promise<void>): void {
  let timer = 0;
  const stop = () => window.clearInterval(timer);
  watch(
    busy,
    (now) => {
      stop();
      if (now) timer = window.setInterval(() => void ask(), EVERY_MS);
    },
    { immediate: true },
  );
  onScopeDispose(stop);
}
