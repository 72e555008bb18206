import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [vue()],
  test: {
    environment: 'happy-dom',
    include: ['packages/**/*.spec.ts', 'apps/**/*.spec.ts', 'scripts/**/*.spec.mjs'],
    server: { deps: { inline: ['vant', 'element-plus'] } },
    css: false,
    restoreMocks: true,
    coverage: {
      include: ['packages/core/src/**/*.ts'],
      exclude: ['**/*.spec.ts', '**/*.d.ts', '**/index.ts', '**/session.ts'],
      thresholds: { lines: 95, branches: 90, functions: 95 },
    },
  },
});
