import { defineConfig, mergeConfig } from 'vite';

import { appConfig } from '../../vite.shared.ts';

// What every page uses travels in one file: the first figures must not wait for twenty small ones.
const SHARED = /packages\/(core|ui)\/src\/(?!desktop)|console\/src\/(backend|programme)\//;

export default defineConfig(
  mergeConfig(appConfig('console', { port: 5175, pages: /^\/console(\/|$)/ }), {
    build: {
      rolldownOptions: {
        output: { codeSplitting: { groups: [{ name: 'shared', test: SHARED }] } },
      },
    },
  }),
);
