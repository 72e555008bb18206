import { defineConfig } from 'vite';

import { appConfig } from '../../vite.shared.ts';

export default defineConfig(appConfig('shop', { port: 5173, pages: /^\/($|shop(\/|$))/ }));
