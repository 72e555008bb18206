import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';

import RemindersPage from './RemindersPage.vue';

test('what waits and what came are told apart, and either is taken off the list', async () => {
  const body = {
    results: [
      { uid: 'r1', listing: 'l1', title: '东峡土豆 5 斤装', asked_at: '2026-09-30T06:00:00Z', told_at: null },
      { uid: 'r2', listing: 'l2', title: '蚕豆', asked_at: '2026-09-29T06:00:00Z', told_at: '2026-09-30T07:00:00Z' },
    ],
    next: null as string | null,
  };
  const sent = answerFetch({ 'GET /reminders': { body }, 'DELETE /reminders/r1': { status: 204 } });
  const { wrapper } = await mountPage(RemindersPage);
  await flushPromises();
  const [waiting, told] = wrapper.findAll('[data-reminder]');
  expect(waiting?.text()).toContain('起等待到货');
  expect(told?.text()).toContain('已到货并提醒');
  body.results.shift();
  await waiting?.get('button').trigger('click');
  await flushPromises();
  expect(sent.filter((call) => call.method === 'DELETE')).toHaveLength(1);
  expect(wrapper.findAll('[data-reminder]')).toHaveLength(1);
});
