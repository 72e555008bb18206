import { useSession } from '@xiangzhan/ui/session';
import type { RouteLocationNormalized, RouteLocationRaw, Router } from 'vue-router';

import { type Gate, useBindings } from '../backend/useBindings';
import { useOutbox } from '../backend/useOutbox';

const DOORS: Record<Exclude<Gate, 'open' | 'unbound'>, string> = {
  locked: '/unlock', expired: '/unlock', revoked: '/revoked',
};

/** Without a binding the session of the browser decides, as in the other builds. */
async function bySession(to: RouteLocationNormalized): Promise<true | RouteLocationRaw> {
  const session = useSession();
  try {
    await session.ready();
  } catch {
    return true;
  }
  if (session.signedIn && !session.expired) return true;
  return { path: '/sign-in', query: { next: to.fullPath } };
}

/** A bound device opens by its PIN, with or without a network; an unbound one by signing in. */
export function guardStation(router: Router): void {
  router.beforeEach(async (to) => {
    const bindings = useBindings();
    await bindings.start();
    // A record that is mended must be read before its page asks for it.
    if ('mend' in to.query) await useOutbox().open();
    if (to.meta.signIn === false) return true;
    const { gate } = bindings;
    if (gate === 'open') return true;
    if (gate === 'unbound' || to.path === '/bind') return bySession(to);
    return { path: DOORS[gate], query: { next: to.fullPath } };
  });
  router.afterEach((to) => {
    document.title = to.meta.title ? `${to.meta.title} · 乡站服务站` : '乡站服务站';
  });
}
