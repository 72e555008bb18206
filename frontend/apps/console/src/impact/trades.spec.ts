import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import FindingPage from './pages/FindingPage.vue';
import FindingsPage from './pages/FindingsPage.vue';
import type { Finding } from './tradeApi';

const finding: Finding = {
  uid: 'f1', kind: 'loop', kind_name: '买家就是卖货的农户', place: '东峡镇', station: '东峡一村电商服务站',
  rule: '买家的账号、手机号或收货地址与卖货农户或其成员相同', count: 2, sales: '60.00',
  found_at: '2026-08-04T02:00:00Z', state: 'under_review', state_name: '核查中', proposal: '',
  proposal_name: '未提出', proposed_because: '', proposed_by_name: '', proposed_at: null,
  decided_by_name: '', decided_because: '', decided_at: null,
};

test('the list says how many sales and how much money wait, and leads to the rows', async () => {
  answerFetch({ 'GET /trade-findings': { body: { next: null, previous: null, results: [finding] } } });
  const { wrapper } = await mountPage(FindingsPage, { path: '/trade-findings' });
  await flushPromises();
  const row = wrapper.get('tbody tr');
  expect(row.text()).toContain('核查中');
  expect(row.text()).toContain('¥60.00');
  expect(row.get('a').attributes('href')).toBe('/trade-findings/f1');
});

test('the sales behind a finding open only for a reason', async () => {
  const sent = answerFetch({ 'GET /trade-findings/f1': { body: { finding, rows: [], may_propose: true } } });
  const { wrapper } = await mountPage(FindingPage, { path: '/trade-findings/f1', props: { uid: 'f1' } });
  expect(wrapper.find('[data-ready=finding]').exists()).toBe(false);
  expect(sent).toHaveLength(0);
  await wrapper.get('button').trigger('click');
  await flushPromises();
  expect(wrapper.get('[data-verdict]').text()).toBe('核查中');
  expect(wrapper.text()).toContain('认定属实，计入合计');
});
