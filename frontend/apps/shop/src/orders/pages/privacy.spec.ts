import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';

import PrivacyPage from './PrivacyPage.vue';

const SESSION = { 'GET /session': { body: { user: null, hats: [], hat: null, demo: false } } };

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
    'POST /my-data/erase': { status: 409, body: { code: 'orders_unfinished', detail: '还有 1 个订单没有完成，完成后才能注销' } },
  });
  const { wrapper } = await mountPage(PrivacyPage);
  await wrapper.get('input[type=password]').setValue('a long password');
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.get('[role=alert]').text()).toContain('还有 1 个订单没有完成');
});
