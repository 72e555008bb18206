import { useLoad } from '@xiangzhan/ui/base';
import { ref } from 'vue';

/**
 * Loads once a reason was given; a reason given on the page before comes along in the history
 * entry, so that a reload asks again.
 */
export function usePurposed<T>(load: (purpose: string, signal: AbortSignal) => Promise<T>) {
  const brought: unknown = window.history.state?.purpose;
  const purpose = ref(typeof brought === 'string' ? brought : '');
  const loaded = useLoad((signal) => load(purpose.value, signal), { immediate: Boolean(purpose.value) });

  function openFor(why: string): void {
    purpose.value = why;
    void loaded.reload();
  }
  return { ...loaded, purpose, openFor };
}
