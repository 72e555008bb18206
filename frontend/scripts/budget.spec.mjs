import { expect, test } from 'vitest';

import { closure, judge } from './budget.mjs';

const MANIFEST = {
  'index.html': { file: 'a.js', css: ['a.css'], imports: ['_shared.js'] },
  '_shared.js': { file: 's.js' },
  'src/Page.vue': { file: 'p.js', css: ['p.css'], imports: ['index.html', '_shared.js'] },
  'src/Chart.vue': { file: 'c.js', imports: ['index.html'], dynamicImports: ['src/Page.vue'] },
};
const noise = (length) => Buffer.from(Array.from({ length }, (_, i) => (i * i * 31 + i * 7) % 251));
const judged = (rows) => judge(rows, () => MANIFEST, () => noise(2048));

test('a page counts what it imports at once, each file once', () => {
  const files = closure(MANIFEST, ['index.html', 'src/Page.vue']);
  expect([...files.js].sort()).toEqual(['a.js', 'p.js', 's.js']);
  expect([...files.css].sort()).toEqual(['a.css', 'p.css']);
});

test('a page over its limit is named with what is over', () => {
  const limits = { js: 0.1, css: 100, requests: 3 };
  const [result] = judged([{ name: 'p', app: 'x', routes: ['src/Page.vue'], calls: 2, limits }]);
  expect(result.own.requests).toBe(8);
  expect(result.over).toEqual(['js', 'requests']);
});

test('a lazy part counts only what it adds', () => {
  const [home, chart] = judged([
    { name: 'home', app: 'x', limits: {} },
    { name: 'chart', app: 'x', routes: ['src/Chart.vue'], beyond: 'home', limits: {} },
  ]);
  expect(chart.own.js).toBeCloseTo(home.own.js / 2);
  expect(chart.over).toEqual([]);
});
