import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import ReportPart from './components/ReportPart.vue';
import RunComparePage from './pages/RunComparePage.vue';
import { nameOf, specRows, valueText } from './runWords';
import type { Part, Spec } from './runsApi';

const PART: Part = { text: [], caption: '数字', svg: '<svg/>', alt: '开站前后各年', head: ['年', '影响（元）'], rows: [['-1', '4'], ['+0', 'NA']], right: [1] };

test('a drawing has words and a table twin with the same figures', async () => {
  const { wrapper } = await mountPage(ReportPart, { props: { part: PART } });
  expect(wrapper.get('img').attributes('alt')).toBe('开站前后各年');
  expect(wrapper.findAll('tbody tr').map((row) => row.text())).toEqual(['-14', '+0NA']);
});

test('two runs are held beside each other in words, a refused figure as NA', async () => {
  const body = [
    { name: 'control', first: 'notyet', second: 'never' },
    { name: 'headline.att', first: 572.61234, second: null },
  ];
  answerFetch({ 'GET /attribution-runs/compare': { body } });
  const { wrapper } = await mountPage(RunComparePage, { path: '/income-runs/compare?first=a&second=b' });
  await flushPromises();
  expect(wrapper.findAll('tbody tr').map((row) => row.findAll('td').map((cell) => cell.text()))).toEqual([
    ['对照', 'notyet', 'never'],
    ['人均每年影响（元）', '572.612', 'NA'],
  ]);
});

test('a frozen spec is shown whole, its limits by name', () => {
  const spec = { first_year: 2017, last_year: 2025, limits: { bundle: 50 }, digest: 'abc', frozen_at: '2018-01-05T00:00:00Z' };
  const rows = specRows(spec as unknown as Spec);
  expect(rows).toContainEqual(['同期其他项目上限（%）', '50']);
  expect(rows.at(-1)).toEqual(['摘要 SHA-256', 'abc']);
  expect([nameOf('limits.bundle'), valueText('')]).toEqual(['同期其他项目上限（%）', 'NA']);
});
