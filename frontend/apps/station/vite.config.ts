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

/**
 * Requests cost more than bytes on a slow phone: one script for the counter, from the day's page to
 * the stored weigh-in, and one for everything that is opened beside it or after it, papers too. The camera's reader comes by itself.
 */
const READER = /zxing-wasm|codeReader/;
const BESIDE = new RegExp(
  [
    'pages/(?!(Receive(?!ipts)|Today))', 'Listing', 'LotGroup', 'useLots', 'pool', 'TakeDown',
    'Shipment', 'PickList', 'ParcelHead', 'usePacking', 'useShipping', 'orQueue', 'picking', 'StatusChip',
    'StatusTabs', 'MoreRows', 'useRows', 'OutboxNotes', 'ItemDeeds', 'TwoVersions', 'useOutboxItem',
    'useOutboxPage', 'backup', 'useBind\\.', 'useUnlock', 'useLeaving', 'LeaveDevice', 'InstallRow',
    'AskTwice', 'HandOverCard', 'useParcel', 'useServices', 'useDayClose', 'DayFigures', 'DaySignature',
    'useStockCount', 'useReceiptDays', 'useCountResult', 'useVoid', 'useOffer', 'useShipBatch', 'useShipDeed', 'handedOver',
    'useAdjusting', 'AdjustCard', 'PrintBar', 'QrCode',
  ].map((name) => `station/src/.*${name}`).concat('node_modules/(qrcode|dijkstrajs)/').join('|'),
);
const groups = [
  { name: 'counter', priority: 2, test: (id: string) => !READER.test(id) && !BESIDE.test(id) },
  { name: 'beside', priority: 1, test: (id: string) => BESIDE.test(id) },
];
const build = { ...config.build, rolldownOptions: { output: { codeSplitting: { groups } } } };

export default defineConfig({ ...config, build, plugins: [...(config.plugins ?? []), worker] });
