import { defineConfig, mergeConfig } from 'vite';

import { appConfig } from '../../vite.shared.ts';

/**
 * Requests cost more than bytes on a slow phone: all that pages share is one script and one sheet;
 * a page of its own and the list of regions come when they are opened.
 */
const SHARED = /node_modules\/(?!@vant\/area-data)|packages\/|shop\/src\/(?!\w+\/pages\/(?!HomePage))|rolldown|plugin-vue/;

export default defineConfig(
  mergeConfig(appConfig('shop', { port: 5173, pages: /^\/($|shop(\/|$))/ }), {
    build: {
      rolldownOptions: {
        output: { codeSplitting: { groups: [{ name: 'shop', test: SHARED }] } },
      },
    },
  }),
);
