import { defineConfig, mergeConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

import { appConfig } from '../../vite.shared.ts';
import { shopWorker } from './worker.ts';

/**
 * Requests cost more than bytes on a slow phone: all that pages share is one script and one sheet;
 * a page of its own and the list of regions come when they are opened.
 */
const SHARED =
  /node_modules\/(?!@vant\/area-data|workbox-window)|packages\/|shop\/src\/(?!\w+\/pages\/(?!HomePage)|app\/UpdateBar)|rolldown|plugin-vue/;

export default defineConfig(
  mergeConfig(appConfig('shop', { port: 5173, pages: /^\/($|shop(\/|$))/ }), {
    plugins: [VitePWA(shopWorker)],
    build: {
      rolldownOptions: {
        output: { codeSplitting: { groups: [{ name: 'shop', test: SHARED }] } },
      },
    },
  }),
);
