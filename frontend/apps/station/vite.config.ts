import { defineConfig } from 'vite';

import { appConfig } from '../../vite.shared.ts';

export default defineConfig(appConfig('station', { port: 5174, pages: /^\/station(\/|$)/ }));
