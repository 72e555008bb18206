import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';

import PrivacyPage from './PrivacyPage.vue';

const SESSION = { 'GET /my-data/consents': { body: [] }, 'GET /session': { body: { user: null, hats: [], hat: null, demo: false } } };

test('who leaves for good leaves nothing on the device', async () => {
  localStorage.setItem('xz-cart', '[]');
  const sent = answerFetch({ ...SESSION, 'POST /my-data/erase': { status: 204 } });
  const { wrapper } = await mountPage(PrivacyPage);
  await wrapper.get('input[type=password]').setValue('a long password');
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(sent.find((call) => call.method === 'POST')?.body).toEqual({ password: 'a long password' });
  expect(localStorage.getItem('xz-cart')).toBeNull();
});

test('orders under way keep the account, in words', async () => {
  answerFetch({
    ...SESSION,
    'POST /my-data/erase': { status: 409, body: { code: 'orders_unfinished', detail: '还有 1 个订单没有完成，完成后才能注销' } },
  });
  const { wrapper } = await mountPage(PrivacyPage);
  await wrapper.get('input[type=password]').setValue('a long password');
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.get('[role=alert]').text()).toContain('还有 1 个订单没有完成');
});

test('the log says what was agreed to, when and in which version, and takes one back', async () => {
  const given = {
    purpose: 'stock_sms', purpose_name: '用短信提醒到货', version: '2026-11-01', given: true,
    at: '2026-11-20T06:00:00Z', can_withdraw: true,
  };
  const taken = [{ ...given, given: false, can_withdraw: false }, { ...given, can_withdraw: false }];
  answerFetch({
    ...SESSION,
    'GET /my-data/consents': { body: [given] },
    'POST /my-data/consents/withdraw': { body: taken },
  });
  const { wrapper } = await mountPage(PrivacyPage);
  await flushPromises();
  const log = wrapper.get('[data-consents]');
  expect(log.text()).toContain('2026-11-01 版');
  await log.get('button').trigger('click');
  await flushPromises();
  expect(log.text()).toContain('撤回“用短信提醒到货”');
  expect(log.find('button').exists()).toBe(false);
});
