import { fileURLToPath } from 'node:url';

import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';

const KITS = {
  group: ['vant', 'vant/*', '@vant/use', 'element-plus', 'element-plus/*', '@element-plus/*'],
  message: 'Take kit parts from @xiangzhan/ui: there they are made accessible.',
};
const VUE = {
  group: ['vue', 'vue-router', 'pinia', '@xiangzhan/ui', '@xiangzhan/ui/*'],
  message: 'core knows no Vue.',
};
const OTHER_APPS = {
  group: ['@xiangzhan/shop*', '@xiangzhan/station*', '@xiangzhan/console*', '**/apps/*/**'],
  message: 'The three builds do not know one another: share by packages.',
};
const noImport = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

/* From the highest to the lowest; a folder may use those after it. */
const DOMAINS = ['impact', 'orders', 'programme', 'cooperatives', 'stations', 'backend'];
const KIT_OF_APP = { shop: 'desktop', station: 'desktop', console: 'mobile' };
const SHOP_PARTS = {
  name: '@xiangzhan/ui/mobile',
  allowImportNames: ['UiButton', 'UiTabbar', 'UiTabbarItem', 'UiPopup'],
  message: 'The shop carries only Button, Tabbar and Popup; everything else is its own.',
};

function bordersOf(app, folder, higher) {
  const patterns = [
    KITS,
    OTHER_APPS,
    { group: [`@xiangzhan/ui/${KIT_OF_APP[app]}`], message: 'That kit belongs to another build.' },
  ];
  if (higher.length) {
    patterns.push({
      group: higher.flatMap((name) => [`../${name}/**`, `../../${name}/**`, `../../../${name}/**`]),
      message: 'Imports go down: impact > orders > programme > cooperatives > stations > backend.',
    });
  }
  const paths = app === 'shop' ? [SHOP_PARTS] : [];
  return {
    files: [`apps/${app}/src/${folder}/**/*.{ts,vue}`],
    rules: { 'no-restricted-imports': ['error', { paths, patterns }] },
  };
}

const borders = Object.keys(KIT_OF_APP).flatMap((app) => [
  bordersOf(app, 'app', []),
  ...DOMAINS.map((domain, index) => bordersOf(app, domain, ['app', ...DOMAINS.slice(0, index)])),
]);

export default tseslint.config(
  { ignores: ['**/dist/**', '**/test-results/**', '**/node_modules/**', '**/coverage/**', '**/schema.d.ts'] },
  js.configs.recommended,
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  vue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue,js,mjs}'],
    languageOptions: { globals: { ...globals.browser } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })],
      'import-x/parsers': {
        '@typescript-eslint/parser': ['.ts'],
        [fileURLToPath(new URL('scripts/vue-ts-parser.cjs', import.meta.url))]: ['.vue'],
      },
      'import-x/extensions': ['.ts', '.vue', '.mjs'],
      'import-x/external-module-folders': ['node_modules'],
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-duplicates': 'off',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'never' } }],
      'vue/require-default-prop': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error',
      'vue/html-button-has-type': 'error',
      'vue/no-static-inline-styles': 'error',
    },
  },
  { files: ['packages/core/src/**/*.ts'], rules: noImport(VUE, KITS, OTHER_APPS) },
  { files: ['packages/ui/src/{base,session}/**/*.{ts,vue}'], rules: noImport(KITS, OTHER_APPS) },
  ...borders,
  {
    files: ['**/*.spec.{ts,mjs}', 'e2e/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: ['scripts/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['scripts/**', '*.config.{js,ts}', 'vite.shared.ts', 'e2e/**'],
    languageOptions: { globals: { ...globals.node } },
    rules: { 'no-console': 'off' },
  },
);
