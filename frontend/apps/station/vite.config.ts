import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

import { appConfig } from '../../vite.shared.ts';

const STATIC = '/static/station/';
const SHELL = '/station/';
const AREA = /^\/station(\/|$)/;

const config = appConfig('station', { port: 5174, pages: AREA });

/**
 * The worker precaches the shell and every chunk, so that nothing of the day is missing where the
 * network ends. It answers nothing of the API: what the operator needs lies in the device's store.
 */
const worker = VitePWA({
  registerType: 'prompt',
  injectRegister: false,
  buildBase: SHELL,
  scope: SHELL,
  filename: 'sw.js',
  manifest: {
    id: SHELL,
    name: '乡站服务站',
    short_name: '乡站',
    description: '收货、打包、发货、代收包裹，没有网络也能用',
    lang: 'zh-CN',
    start_url: SHELL,
    scope: SHELL,
    display: 'standalone',
    theme_color: '#1b6e3c',
    background_color: '#f4f5f3',
    icons: [
      { src: `${STATIC}icons/192.png`, sizes: '192x192', type: 'image/png' },
      { src: `${STATIC}icons/512.png`, sizes: '512x512', type: 'image/png' },
      { src: `${STATIC}icons/maskable.png`, sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  },
  workbox: {
    globPatterns: ['index.html', 'assets/**/*.{js,css,svg}', 'print/*.css', 'icons/*.png'],
    inlineWorkboxRuntime: true,
    cleanupOutdatedCaches: true,
    clientsClaim: true,
    navigateFallback: SHELL,
    navigateFallbackAllowlist: [/^\/station(\/[^.]*)?$/],
    dontCacheBustURLsMatching: /assets\//,
    manifestTransforms: [
      (entries) => ({
        // The shell is taken from the server's own address, with the headers it sets.
        manifest: entries.map((entry) => ({
          ...entry, url: entry.url === 'index.html' ? SHELL : `${STATIC}${entry.url}`,
        })),
      }),
    ],
    runtimeCaching: [
      {
        // Drawings of produce, and the reader of codes by camera once it was needed.
        urlPattern: /\/static\/(products\/.+\.svg|station\/assets\/.+\.wasm)$/,
        handler: 'CacheFirst',
        options: { cacheName: 'station-static', expiration: { maxEntries: 80 } },
      },
    ],
  },
});

export default defineConfig({ ...config, plugins: [...(config.plugins ?? []), worker] });
