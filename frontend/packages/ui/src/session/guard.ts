import type { Router } from 'vue-router';

import { useSession } from './useSession';

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown in the tab of the browser and as the heading of the layout. */
    title?: string;
    /** Whether the page needs a signed-in person; the app says what holds where it is left out. */
    signIn?: boolean;
  }
}

/** Sends a signed-out person to the sign-in page and brings them back; without network it lets go on. */
export function guardRouter(
  router: Router,
  options: { product: string; signInPath: string; signInByDefault: boolean },
): void {
  router.beforeEach(async (to) => {
    if (to.path === options.signInPath || !(to.meta.signIn ?? options.signInByDefault)) return true;
    const session = useSession();
    try {
      await session.ready();
    } catch {
      return true;
    }
    if (session.signedIn && !session.expired) return true;
    return { path: options.signInPath, query: { next: to.fullPath } };
  });
  router.afterEach((to) => {
    document.title = to.meta.title ? `${to.meta.title} · ${options.product}` : options.product;
  });
}

/** Where to go after sign-in: only an address of this app, never another site. */
export function nextPath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/';
}
