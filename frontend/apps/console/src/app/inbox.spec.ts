import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import InboxPage from '../backend/pages/InboxPage.vue';
import { inboxKinds } from './inbox';

const APPROVAL = {
  uid: 'a1', kind: 'listing', kind_name: '商品上架', title: '土豆 10 斤', object_kind: 'listing',
  object_uid: 'l1', maker_name: '测试06', opened_at: '2026-09-28T02:00:00Z',
  due_at: '2026-10-01T02:00:00Z', state_name: '待审批', can_decide: true, waits_for: ['合作社理事长'],
};
const LISTING = {
  uid: 'l1', title: '土豆 10 斤', status: 'submitted', status_name: '待审', product_name: '土豆',
  grade_name: '一级', package_g: 5000, price: '30.00', available_packages: 4, reason: null,
  price_per_jin: '3.00', picture: 'potato', station_name: '东峡站', story: '',
  lots: [{ code: 'DT26092800100001', available_g: 20000 }], photos: [], policy_name: '先到期先售',
  content_digest: 'd1',
};
const inbox = (more = {}) => ({ results: [{ ...APPROVAL, ...more }], next: null, previous: null });

async function open(approvals: unknown, answers: Parameters<typeof answerFetch>[0] = {}) {
  document.body.innerHTML = '';
  const sent = answerFetch({
    'GET /approvals/inbox': { body: approvals }, 'GET /listings/l1': { body: LISTING }, ...answers,
  });
  const { wrapper } = await mountPage(InboxPage, { path: '/inbox', props: { kinds: inboxKinds } });
  await flushPromises();
  return { wrapper, sent };
}

function answerBox(words: string) {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('.el-message-box button')];
  buttons.find((button) => button.textContent?.includes(words))?.click();
}

test('the content that is decided on is shown before the deed', async () => {
  const { wrapper } = await open(inbox());
  expect(wrapper.get('[aria-label=买家看到的样子]').text()).toContain('¥30.00');
  expect(wrapper.text()).toContain('10 斤（5 公斤）');
  expect(wrapper.text()).toContain('DT26092800100001');
});

test('a release is asked once more and sent once', async () => {
  const { wrapper, sent } = await open(inbox(), {
    'POST /listings/l1/release': { body: { ...LISTING, status: 'on_sale' } },
  });
  await wrapper.get('.xz-button--primary').trigger('click');
  await flushPromises();
  answerBox('放行上架');
  await flushPromises();
  const deeds = sent.filter((call) => call.method === 'POST');
  expect(deeds.map((call) => call.path)).toEqual(['/listings/l1/release']);
  expect(deeds[0]?.headers['Idempotency-Key']).toMatch(/^[0-9a-f-]{36}$/);
  expect(sent.filter((call) => call.path === '/approvals/inbox')).toHaveLength(2);
});

test('a refusal of the server is shown and nothing is reloaded', async () => {
  const { wrapper, sent } = await open(inbox(), {
    'POST /listings/l1/release': { status: 409, body: { code: 'conflict', detail: '内容已变，审批作废' } },
  });
  await wrapper.get('.xz-button--primary').trigger('click');
  await flushPromises();
  answerBox('放行上架');
  await flushPromises();
  expect(wrapper.get('[role=alert]').text()).toBe('内容已变，审批作废');
  expect(sent.filter((call) => call.path === '/approvals/inbox')).toHaveLength(1);
});

test('who may not decide is offered no button', async () => {
  const { wrapper } = await open(inbox({ can_decide: false }));
  expect(wrapper.find('.xz-button--primary').exists()).toBe(false);
  expect(wrapper.text()).toContain('这一步由合作社理事长审批');
});

test('an empty inbox says so', async () => {
  const { wrapper } = await open({ results: [], next: null, previous: null });
  expect(wrapper.text()).toContain('没有等您审批的内容');
});

test('a document served as a review shows its facts and is signed with their digest', async () => {
  const grant = { kind: 'assignment', object_kind: 'assignment', object_uid: 'g1' };
  const { wrapper, sent } = await open(inbox(grant), {
    'GET /approvals/assignment/g1': {
      body: { title: '授权', digest: 'd2', warning: '', facts: [{ label: '身份', value: '审计员' }], columns: [], rows: [] },
    },
    'POST /approvals/assignment/g1/decide': { body: { state: 'approved', one_time_password: null } },
  });
  expect(wrapper.text()).toContain('身份审计员');
  await wrapper.get('.xz-button--primary').trigger('click');
  await flushPromises();
  answerBox('同意');
  await flushPromises();
  expect(sent.find((call) => call.method === 'POST')?.body).toMatchObject({ verdict: 'approve', digest: 'd2' });
});
