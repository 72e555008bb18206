import { nextPath } from '@xiangzhan/ui/session';
import { useRoute, useRouter } from 'vue-router';

import { useSession } from './session';

const HOME_OF_ROLE: Record<string, string> = { BY: '/', HM: '/my/statement', SO: '/station/' };

/** Where a person stands after sign-in: where they wanted to go, else the home of their role. */
export function doorFor(next: unknown, role: string): string {
  const wanted = nextPath(next);
  return wanted === '/' ? (HOME_OF_ROLE[role] ?? '/console/') : wanted;
}

/** Only `/` and `/shop/` belong to this build; every other address is loaded from the server. */
export function isOwnAddress(path: string): boolean {
  return /^\/($|\?|#|shop(\/|$|\?))/.test(path);
}

/** Goes through the door after sign-in, sign-up or a change of hat. */
export function useDoor(leave: (path: string) => void = (path) => location.assign(path)) {
  const route = useRoute();
  const router = useRouter();
  const session = useSession();

  async function enter(): Promise<void> {
    const path = doorFor(route.query.next, session.role);
    if (isOwnAddress(path)) await router.replace(path);
    else leave(path);
  }

  return { enter };
}
