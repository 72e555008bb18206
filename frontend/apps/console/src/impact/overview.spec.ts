import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import type { AreaRow, Overview } from './api';
import OverviewPage from './pages/OverviewPage.vue';

const FIGURES = {
  sales: '210.00', orders: 7, households_reached: '6', household_income: '140.00',
  stations_active: 1, stations_total: 2,
};
const row = (code: string, name: string, more: Partial<AreaRow> = {}): AreaRow => ({
  ...FIGURES, code, name, level: 'township', suppressed: false, drill: true, ...more,
});
const CLOSED = {
  sales: null, orders: null, households_reached: '<5', household_income: null, suppressed: true, drill: false,
};
const overview = (more: Partial<Overview> = {}): Overview => ({
  as_of: '2026-08-03', year: 2026, years: [2025, 2026], scope_name: '大通县', parent: '630121',
  breadcrumb: [{ code: '630121', name: '大通县' }],
  totals: FIGURES,
  rows: [row('630121103', '东峡镇'), row('630121200', '青林乡', CLOSED)],
  check: { rows_sum_sales: '210.00', ledger_sales: '210.00', agrees: true },
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
  expect(wrapper.get('[data-total=visits]').text()).toContain('12,993 人次');
});

test('a tile opens the place below and keeps the year in the address', async () => {
  const { wrapper, router, sent } = await open(overview(), '/overview?year=2025');
  await wrapper.get('button.tile').trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.query).toEqual({ year: '2025', parent: '630121103' });
  expect(sent.filter((call) => call.path === '/overview')).toHaveLength(2);
});

test('a closed place says so and cannot be opened', async () => {
  const { wrapper } = await open(overview());
  expect(wrapper.findAll('button.tile')).toHaveLength(1);
  expect(wrapper.get('[data-area="630121200"]').findAll('td').map((cell) => cell.text())).toEqual([
    '<5', '<5', '<5', '<5', '1 / 2',
  ]);
});

test('rows and ledger are said to agree, and loudly when they do not', async () => {
  const agreeing = await open(overview());
  expect(agreeing.wrapper.get('[data-check=agrees]').text()).toContain('一致');
  const check = { rows_sum_sales: '210.00', ledger_sales: '209.00', agrees: false };
  const differing = await open(overview({ check }));
  expect(differing.wrapper.get('[data-check=differs]').attributes('role')).toBe('alert');
});
