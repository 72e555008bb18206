import { defineConfig, mergeConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

import { appConfig } from '../../vite.shared.ts';
import { shopWorker } from './worker.ts';

/**
 * Requests cost more than bytes on a slow phone: what the home page needs is one script and one
 * sheet, what other pages share is another. What one page alone needs comes when it is opened.
 */
const FIRST =
  /node_modules\/(?!@vant\/area-data|workbox-window)|packages\/|shop\/src\/(app\/(?!pages|UpdateBar)|orders\/pages\/HomePage)|rolldown|plugin-vue/;
const OWN = /shop\/src\/\w+\/(?!pages)/;

export default defineConfig(
  mergeConfig(appConfig('shop', { port: 5173, pages: /^\/($|shop(\/|$))/ }), {
    plugins: [VitePWA(shopWorker)],
    build: {
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              { name: 'shop', test: FIRST, priority: 1 },
              { name: 'more', test: OWN, minShareCount: 2 },
            ],
          },
        },
      },
    },
  }),
);
