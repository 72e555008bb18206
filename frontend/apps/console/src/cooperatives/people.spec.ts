import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { answerFetch, mountPage, type Sent } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import { bodyOf, changeKinds } from './changeFields';
import { editFields, enrolBody } from './cooperativeForms';
import { consentBody, newHouseholdBody } from './householdForms';
import HouseholdNewPage from './pages/HouseholdNewPage.vue';
import type { Cooperative, HouseholdFile } from './registerApi';

const member = (uid: string, relation: string, name: string) => ({
  uid, name, relation, relation_name: relation, sex: '', labour: 'ordinary', birth_year: 1970,
});
const FILE = {
  members: [member('h', 'head', '马有福'), member('w', 'spouse', '李玉兰')],
} as unknown as HouseholdFile;
const codes = (role: string) => changeKinds(FILE, [], role).map((one) => one.code);

test('a cooperative asks for a merge alone, a household for everything but a merge', () => {
  expect(codes('CM')).toEqual(['merge']);
  expect(codes('HM')).not.toContain('merge');
  expect(codes('PS')).toEqual(expect.arrayContaining(['merge', 'split', 'edit', 'phone', 'category']));
});

test('the head neither leaves nor splits off', () => {
  const among = (code: string, key: string) => changeKinds(FILE, [], 'PS')
    .find((one) => one.code === code)?.fields.find((one) => one.key === key)?.choices;
  expect(among('split', 'members')).toEqual([['w', '李玉兰（spouse）']]);
  expect(among('leave', 'target')?.map(([uid]) => uid)).toEqual(['', 'w']);
});

test.each([
  ['member', { name: '李玉兰' }, { field: 'member', target: '', said: { name: '李玉兰', action: 'add' } }],
  ['leave', { target: 'w', left_on: 'x' }, { field: 'member', target: 'w', said: { left_on: 'x', action: 'leave' } }],
  ['category', { category: 'monitored', risk_cleared: 'yes' }, { field: 'category', target: '', said: { category: 'monitored', risk_cleared: true } }],
  ['merge', { target: 'u', on: 'd' }, { field: 'merge', target: 'u', said: { on: 'd' } }],
])('%s is sent as the server reads it', (code, answers, sent) => {
  expect(bodyOf(code, answers)).toEqual(sent);
});

test('a consent of today is said at the moment the form was opened, again and again the same', () => {
  const opened = new Date('2026-09-28T02:00:00Z');
  const said = { purpose: 'registry', given: 'yes', said_on: '2026-09-28' };
  expect(consentBody(said, opened)).toEqual({
    purpose: 'registry', given: true, said_at: '2026-09-28T02:00:00.000Z',
  });
  expect(consentBody({ ...said, given: 'no', said_on: '2026-09-01' }, opened)).toMatchObject({
    given: false, said_at: '2026-09-01T12:00:00+08:00',
  });
});

test('no capital is no amount; a village stands beside what is said', () => {
  expect(enrolBody({ card_no: 'HC1', capital: '' })).toEqual({ card_no: 'HC1' });
  expect(newHouseholdBody({ village: '630121103200', name: '马有福' })).toEqual({
    village: '630121103200', said: { name: '马有福' },
  });
});

test('what stands on the licence is corrected only where the registration was returned', () => {
  const keys = (status: string) => editFields({ status } as Cooperative).map((one) => one.key);
  expect(keys('registered')).toEqual(['address', 'office_phone', 'business']);
  expect(keys('returned')).toContain('credit_code');
});

test('a lost answer and a second tap make one household', async () => {
  document.body.innerHTML = '';
  const answers: Parameters<typeof answerFetch>[0] = {
    'GET /villages': { body: [{ code: '630121103200', name: '东峡一村', township: '东峡镇' }] },
    'POST /households': { status: 502, body: {} },
  };
  const sent = answerFetch(answers);
  const { wrapper, router } = await mountPage(HouseholdNewPage, { path: '/households/new' });
  await wrapper.get('[role="combobox"]').trigger('focus');
  await new Promise((done) => setTimeout(done, 250));
  await flushPromises();
  await wrapper.get('[role="option"]').trigger('mousedown');
  await fill(wrapper, '户主姓名', '马有福');
  await fill(wrapper, '建档原因', '迁入');
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  answers['POST /households'] = { status: 201, body: { uid: 'c1', state: 'evidence' } };
  await fill(wrapper, '门牌或地名', '3 号');
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  const posts = sent.filter((one) => one.method === 'POST');
  expect(posts).toHaveLength(2);
  expect(keyOf(posts[1])).toBe(keyOf(posts[0]));
  expect(posts[0]?.body).toMatchObject({ village: '630121103200', said: { name: '马有福' } });
  expect(router.currentRoute.value.path).toBe('/household-changes/c1');
});

const keyOf = (one: Sent | undefined) => one?.headers['Idempotency-Key'];

function fill(wrapper: VueWrapper, label: string, text: string): Promise<void> {
  const id = wrapper.findAll('label').find((one) => one.text().startsWith(label))?.attributes('for');
  return wrapper.get(`[id="${id ?? ''}"]`).setValue(text);
}
