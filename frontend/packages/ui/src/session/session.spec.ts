import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';

import { answerFetch, mountPage } from '../testing';
import { nextPath } from './guard';
import HatSwitcher from './HatSwitcher.vue';
import { navFor } from './nav';
import SignInForm from './SignInForm.vue';

const SIGNED_OUT = { signed_in: false, user: null, hat: null, hats: [], demo: true };
const HATS = [
  { uid: 'h1', role: 'SO', role_name: '站长', scope_name: '东峡站' },
  { uid: 'h2', role: 'CM', role_name: '合作社经理', scope_name: '东峡合作社' },
];
const SIGNED_IN = {
  signed_in: true, user: { uid: 'u1', name: '马兰' }, hat: HATS[0], hats: HATS, demo: true,
};
const account = (app: string, username: string, code: string | null) => ({
  username, name: '马兰', role: 'SO', role_name: '站长', app, password: 'secret', code,
});

test('in the demo one tap on an account signs in with its code', async () => {
  const sent = answerFetch({
    'GET /session': { body: SIGNED_OUT },
    'GET /demo-accounts': {
      body: [account('station', 'so', '123456'), account('console', 'co', null)],
    },
    'POST /session': { status: 204 },
  });
  const { wrapper } = await mountPage(SignInForm, {
    props: { app: 'station', usernameLabel: '账号' },
  });
  await flushPromises();
  expect(wrapper.findAll('[data-role]')).toHaveLength(1);
  expect(wrapper.get('a').attributes('href')).toBe('/console/sign-in');
  await wrapper.get('[data-role=SO]').trigger('click');
  await flushPromises();
  expect(sent.find((call) => call.method === 'POST')?.body).toEqual({
    username: 'so', password: 'secret', code: '123456',
  });
  expect(wrapper.emitted('done')).toHaveLength(1);
});

test('a second factor is asked for only when the server wants it', async () => {
  answerFetch({
    'GET /session': { body: { ...SIGNED_OUT, demo: false } },
    'POST /session': { status: 401, body: { code: 'second_factor_required', detail: '' } },
  });
  const { wrapper } = await mountPage(SignInForm, {
    props: { app: 'console', usernameLabel: '账号' },
  });
  await flushPromises();
  expect(wrapper.findAll('input')).toHaveLength(2);
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.findAll('input')).toHaveLength(3);
  expect(wrapper.get('[role=alert]').text()).toBe('请输入动态验证码');
  expect(wrapper.emitted('done')).toBeUndefined();
});

test('another hat is worn by choosing it', async () => {
  const sent = answerFetch({
    'GET /session': { body: SIGNED_IN },
    'POST /session/hat': { status: 204 },
  });
  const { useSession } = await import('./useSession');
  const { wrapper } = await mountPage({
    components: { HatSwitcher },
    template: '<HatSwitcher />',
  });
  await useSession().refresh();
  await flushPromises();
  await wrapper.get('select').setValue('h2');
  await flushPromises();
  expect(sent.find((call) => call.path === '/session/hat')?.body).toEqual({ assignment: 'h2' });
});

test('after sign-in nobody is sent to another site', () => {
  expect(nextPath('/orders?page=2')).toBe('/orders?page=2');
  expect(nextPath('//evil.test')).toBe('/');
  expect(nextPath('/\\evil.test')).toBe('/');
  expect(nextPath('https://evil.test')).toBe('/');
  expect(nextPath(undefined)).toBe('/');
});

test('the menu leaves out what a role may not open, and empty groups', () => {
  const groups = [
    { label: '订单', items: [{ to: '/orders', label: '订单', roles: ['CM'] }] },
    { label: '工作台', items: [{ to: '/', label: '首页' }] },
  ];
  expect(navFor(groups, 'SO').map((group) => group.label)).toEqual(['工作台']);
  expect(navFor(groups, 'CM')).toHaveLength(2);
});
