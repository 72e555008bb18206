import { useRouter } from 'vue-router';

import { useKeys } from '../backend/useKeys';

/** Esc and the arrow go back; opened from a link there is nothing behind but the day. */
export function useWayBack(): () => void {
  const router = useRouter();

  function back(): void {
    if (window.history.state?.back) router.back();
    else void router.push('/');
  }
  function toSearch(): void {
    document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
  }
  useKeys({ Escape: back, '/': toSearch, '?': () => void router.push('/help') });
  return back;
}
