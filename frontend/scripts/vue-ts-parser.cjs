// Lets the import graph of eslint-plugin-import-x read <script lang="ts"> in .vue files.
const typescript = require('@typescript-eslint/parser');
const vue = require('vue-eslint-parser');

exports.meta = { name: 'vue-ts-parser', version: '1' };
exports.parseForESLint = (code, options) =>
  vue.parseForESLint(code, { ...options, parser: typescript, sourceType: 'module' });
