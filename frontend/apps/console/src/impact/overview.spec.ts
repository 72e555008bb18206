import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import type { AreaRow, Overview } from './api';
import { besideText, gainText, ranked } from './figures';
import OverviewPage from './pages/OverviewPage.vue';

const FIGURES = {
  sales: '210.00', household_income: '140.00', lines: 7, weight_g: 35_000,
  households_reached: '6', stations_active: 1, stations_total: 2,
};
const NOTHING_LEFT_OUT = { review_lines: 0, review_sales: '0.00', confirmed_lines: 0, confirmed_sales: '0.00' };
const HEADLINE = {
  settled: { rate_bp: 9_850, months: 7 }, settled_before: { rate_bp: null, months: 0 },
  problems: [{ key: 'claim', name: '未办结的售后', count: 2 }], open_problems: 2, problems_before: 1,
};
const CLOSED = { ...FIGURES, sales: null, household_income: null, lines: null, weight_g: null, households_reached: '<5' };
const row = (code: string, name: string, more: Partial<AreaRow> = {}): AreaRow => ({
  code, name, level: 'township', figures: FIGURES, before: { ...FIGURES, sales: '200.00' },
  year_ago: null, left_out: { ...NOTHING_LEFT_OUT }, suppressed: false, drill: true, ...more,
});
const closedRow = row('630121200', '青林乡', { figures: CLOSED, before: null, left_out: null, suppressed: true, drill: false });
const overview = (more: Partial<Overview> = {}): Overview => ({
  as_of: '2026-08-03T02:00:00Z', period: '2025', period_name: '2025 年', before_name: '2024 年',
  ended: true, years: [2025, 2026], scope_name: '大通县', level: 'county', parent: '630121',
  breadcrumb: [{ code: '630121', name: '大通县' }],
  totals: row('630121', '大通县', { drill: false }),
  rows: [row('630121103', '东峡镇'), closedRow],
  check: { rows_sum_sales: '210.00', ledger_sales: '210.00', agrees: true, months: [] },
  gain: null,
  headline: HEADLINE,
  ...more,
});
const TOTALS = {
  party: [
    { key: 'assistance', name: '帮扶折合', value: '3937500.00', unit: '元', source_rows: '/programme/assistance' },
    { key: 'visits', name: '走访', value: '12993', unit: '人次', source_rows: '/programme/visits' },
  ],
  commerce: [],
};

async function open(body: Overview, path = '/overview') {
  const sent = answerFetch({ 'GET /overview': { body }, 'GET /programme/totals': { body: TOTALS } });
  const page = await mountPage(OverviewPage, { path });
  await flushPromises();
  return { ...page, sent };
}

test('each number of the seed links to its rows', async () => {
  const { wrapper } = await open(overview());
  const link = wrapper.get('[data-total=assistance]');
  expect(link.text()).toContain('393.75 万元');
  expect(link.attributes('href')).toBe('/programme/assistance');
});

test('a tile opens the place below and keeps the period in the address', async () => {
  const { wrapper } = await open(overview(), '/overview?period=2025');
  expect(wrapper.get('[data-tile="630121103"]').attributes('href')).toBe('/overview?period=2025&parent=630121103');
});

test('a closed place says so in grid and table and cannot be opened', async () => {
  const { wrapper } = await open(overview());
  expect(wrapper.get('[data-tile="630121200"]').element.tagName).toBe('DIV');
  expect(wrapper.get('[data-area="630121200"]').findAll('td').map((cell) => cell.text())).toEqual([
    '<5', '<5', '<5', '<5', '<5', '1 / 2', '2024 年不可比',
  ]);
});

test('payment in time and open problems stand beside the four others, each with what is counted', async () => {
  const { wrapper } = await open(overview());
  expect(wrapper.findAll('[data-number]')).toHaveLength(6);
  expect(wrapper.get('[data-number=settled]').text()).toContain('98.50%');
  const problems = wrapper.get('[data-number=problems]').text();
  expect(problems).toContain('2 件');
  expect(problems).toContain('未办结的售后 2');
});

test('what is left out says its count and amount, in its row and over the table', async () => {
  const left = { ...NOTHING_LEFT_OUT, review_lines: 3, review_sales: '90.00' };
  const rows = [row('630121103', '东峡镇', { left_out: left }), closedRow];
  const { wrapper } = await open(overview({ rows, totals: row('630121', '大通县', { left_out: left }) }));
  expect(wrapper.get('[data-left-out]').text()).toContain('核查中 3 笔 ¥90.00');
  expect(wrapper.get('[data-area="630121103"]').text()).toContain('3 笔 ¥90.00');
  expect(wrapper.get('[data-check=agrees]').text()).toContain('加未计入的');
});

test('where summary and ledger differ the page says so and shows neither', async () => {
  const check = { rows_sum_sales: null, ledger_sales: null, agrees: false, months: ['2025-08'] };
  const { wrapper } = await open(overview({ totals: null, rows: [], check }));
  expect(wrapper.get('[data-check=differs]').text()).toContain('2025-08');
  expect(wrapper.find('[data-number]').exists()).toBe(false);
  expect(wrapper.find('table').exists()).toBe(false);
});

test('the wall shows the same numbers and ten places by sales', async () => {
  const { wrapper } = await open(overview(), '/overview?tv=1');
  expect(wrapper.get('[data-number=sales]').text()).toContain('210.00');
  expect(wrapper.findAll('.ranks li').map((line) => line.text())).toEqual(['1. 东峡镇¥210.00', '2. 青林乡<5']);
});

test.each([
  ['110.00', '100.00', true, '较 2024 年 +10.0%'],
  ['110.00', '100.00', false, '2024 年 ¥100.00'],
  [null, '100.00', true, '2024 年不可比'],
  ['110.00', null, true, '2024 年不可比'],
])('%s beside %s', (now, before, ended, words) => {
  expect(besideText(now, before, '2024 年', ended)).toBe(words);
});

test('a refused gain is words, never a nought', () => {
  const gain = { verdict: 'NOT_IDENTIFIED', low: null, high: null, codes: ['G4'], run: 'x' };
  expect(gainText(gain)).toBe('不可估计');
  expect(gainText({ ...gain, low: 463.2, high: 682.4 })).toBe('463 至 682 元');
});

test('places are ranked by sales with the closed ones last', () => {
  const high = row('630121104', '黄家寨镇', { figures: { ...FIGURES, sales: '900.00' } });
  expect(ranked([closedRow, row('630121103', '东峡镇'), high]).map((one) => one.name)).toEqual([
    '黄家寨镇', '东峡镇', '青林乡',
  ]);
});
