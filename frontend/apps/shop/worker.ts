import type { VitePWAOptions } from 'vite-plugin-pwa';

const SHELL = [/^\/$/, /^\/shop\//];

/**
 * The shop's worker stands at `/sw.js` and answers only `/`, `/shop/…` and what everybody may read:
 * the last catalogue and the pictures. Never another prefix, never a personal answer.
 */
export const shopWorker: Partial<VitePWAOptions> = {
  base: '/',
  scope: '/',
  filename: 'sw.js',
  manifest: false,
  injectRegister: false,
  registerType: 'prompt',
  workbox: {
    inlineWorkboxRuntime: true,
    globPatterns: ['index.html', 'assets/*.{js,css,svg}'],
    // The list of regions is for ordering, which needs the network anyway.
    globIgnores: ['assets/dist-*'],
    manifestTransforms: [
      (entries) => ({
        manifest: entries.map((entry) => ({
          ...entry,
          url: entry.url === 'index.html' ? '/' : `/static/shop/${entry.url}`,
        })),
        warnings: [],
      }),
    ],
    navigateFallback: '/',
    navigateFallbackAllowlist: SHELL,
    runtimeCaching: [
      {
        // The list is kept by the page itself, which then says from when it is.
        urlPattern: ({ url, sameOrigin }) =>
          sameOrigin && url.pathname.startsWith('/api/v1/public/') && url.pathname !== '/api/v1/public/listings',
        handler: 'NetworkFirst',
        options: { cacheName: 'shop-catalogue', networkTimeoutSeconds: 8, expiration: { maxEntries: 40 } },
      },
      {
        urlPattern: ({ url, sameOrigin }) => sameOrigin && /^\/(photos|static\/products)\//.test(url.pathname),
        handler: 'CacheFirst',
        options: { cacheName: 'shop-pictures', expiration: { maxEntries: 120 } },
      },
    ],
  },
};
