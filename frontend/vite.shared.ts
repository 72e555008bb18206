import { fileURLToPath } from 'node:url';

import vue from '@vitejs/plugin-vue';
import type { Plugin, UserConfig } from 'vite';

export type AppName = 'shop' | 'station' | 'console';

const BACKEND = process.env.BACKEND_URL ?? 'http://127.0.0.1:8000';
const SERVED_BY_BACKEND = '^/(api|t|c|v|my|print|pay|sandbox|photos|files|admin)(/|$)';

/** What the three builds share. Each keeps its own vite.config.ts for what it alone needs. */
export function appConfig(name: AppName, options: { port: number; pages: RegExp }): UserConfig {
  return {
    root: fileURLToPath(new URL(`apps/${name}`, import.meta.url)),
    base: `/static/${name}/`,
    plugins: [vue(), withoutIconFont(), shellInDevelopment(name, options.pages)],
    build: {
      target: ['chrome87', 'safari14'],
      outDir: 'dist',
      emptyOutDir: true,
      manifest: true,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1000,
    },
    server: {
      port: options.port,
      strictPort: true,
      proxy: { [SERVED_BY_BACKEND]: { target: BACKEND, changeOrigin: false } },
    },
  };
}

/** Vant's icon sheet carries a 30 KiB font. `mobile/icons.css` draws the few signs in use. */
function withoutIconFont(): Plugin {
  return {
    name: 'xiangzhan:without-icon-font',
    enforce: 'pre',
    transform(_code, id) {
      if (!/vant\/(es|lib)\/icon\/index\.css/.test(id)) return null;
      return { code: '.van-icon{position:relative;display:inline-block;line-height:1}', map: null };
    },
  };
}

/** In development the shell answers on the product's own addresses, as the server does. */
function shellInDevelopment(name: AppName, pages: RegExp): Plugin {
  return {
    name: 'xiangzhan:shell-in-development',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/';
        if (pages.test(path) && request.headers.accept?.includes('text/html')) {
          request.url = `/static/${name}/index.html`;
        }
        next();
      });
    },
  };
}
