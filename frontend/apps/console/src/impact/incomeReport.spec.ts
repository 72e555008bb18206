import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import type { IncomeReport } from './api';
import { barShape } from './bar';
import IncomeReportPage from './pages/IncomeReportPage.vue';

const report = (more: Partial<IncomeReport> = {}): IncomeReport => ({
  verdict: 'NOT_IDENTIFIED', year: 2026, years: [2026], as_of: '2026-08-03',
  reasons: [{ code: 'G12 BRANCH', text: '支部贡献不可识别', fix: '需要对照' }],
  estimand: '要回答的问题', gross_sales: '150.00',
  measured: {
    low: '-2.00', high: '25.00', lines: 5, households: 5, class_a_lines: 4, class_b_lines: 1,
    unmeasured_lines: 0, unmeasured_sales: '0.00', unreconciled_lines: 0, gross_sales: '150.00',
    premium_mean: '5.00', premium_median: null, share_below_zero: 1250, top_tenth_share: null, institution_premium: '0.00',
  },
  volume_note: '数量收益未计量', estimated: { state: 'not_yet_available', reason: '以后提供' },
  facts: {
    stations: 90, stations_led: 90, stations_hosted: 0, led_since: '2020-01-05',
    loans_recommended: 1, collective_projects: 41, team_projects: 104, assistance_records: 2,
    visit_persons: 12993,
  },
  not_causal: ['销售额不是收入'], definitions: [{ term: 'A 类基准', text: '三次记录' }],
  ...more,
});

async function open(body: IncomeReport) {
  answerFetch({ 'GET /income-report': { body } });
  const { wrapper } = await mountPage(IncomeReportPage, { path: '/income-report' });
  await flushPromises();
  return wrapper;
}

test('the page keeps its order and gives no number where nothing was estimated', async () => {
  const wrapper = await open(report());
  expect(wrapper.findAll('h2').map((head) => head.text().slice(0, 6))).toEqual([
    '一、结论', '二、可归因增', '三、账实增收', '四、经站销售', '五、党建事实', '六、不能说明', '七、口径与局',
  ]);
  const estimated = wrapper.findAll('section')[1];
  expect(estimated?.text()).not.toMatch(/\d/);
  expect(estimated?.text()).toContain('尚未提供');
});

test('the bar has words and a table twin with the same figures', async () => {
  const wrapper = await open(report());
  expect(wrapper.get('svg').attributes('aria-label')).toContain('低值 -¥2.00，高值 ¥25.00');
  const table = wrapper.get('table').text();
  expect(table).toContain('-¥2.00');
  expect(table).toContain('12.50 %');
  expect(table).toContain('每户中位数NA');
});

test('too few households show no figure at all', async () => {
  const wrapper = await open(report({ measured: null, gross_sales: null }));
  expect(wrapper.find('svg').exists()).toBe(false);
  expect(wrapper.text()).toContain('不足 5 户');
});

test.each([
  [200, 900, { zero: 0, from: 222, width: 778 }],
  [-500, 500, { zero: 500, from: 0, width: 1000 }],
  [-900, -300, { zero: 1000, from: 0, width: 667 }],
  [0, 0, { zero: 0, from: 0, width: 0 }],
])('the bar from %i to %i', (low, high, shape) => {
  expect(barShape(low, high)).toEqual(shape);
});
