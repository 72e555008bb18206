import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import FormBody from '../backend/components/FormBody.vue';
import type { Field, FormValues } from '../backend/forms';
import { findVillages } from './choosers';

const VILLAGES = ['东峡一村', '东峡二村'].map((name, at) => ({
  code: `63012110320${at}`, name, parent_name: '东峡镇',
}));
const FIELD: Field = { key: 'village', label: '村', kind: 'chooser', find: findVillages, required: true };

async function open() {
  document.body.innerHTML = '';
  const asked = answerFetch({ 'GET /areas': { body: { results: VILLAGES, next: null, previous: null } } });
  const sent: FormValues[] = [];
  const send = (values: FormValues) => Promise.resolve(sent.push(values));
  const { wrapper } = await mountPage(FormBody, { props: { fields: [FIELD], confirmText: '提交', send } });
  return { wrapper, asked, sent, box: wrapper.get('[role=combobox]') };
}

async function type(box: Awaited<ReturnType<typeof open>>['box'], text: string) {
  await box.setValue(text);
  await vi.advanceTimersByTimeAsync(250);
  await flushPromises();
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a village is chosen by its sound and sent by its code', async () => {
  const { wrapper, box, sent } = await open();
  await type(box, 'dx');
  expect(wrapper.findAll('[role=option]').map((one) => one.text())).toEqual([
    '东峡一村东峡镇 630121103200', '东峡二村东峡镇 630121103201',
  ]);
  await box.trigger('keydown', { key: 'ArrowDown' });
  await box.trigger('keydown', { key: 'ArrowDown' });
  await box.trigger('keydown', { key: 'Enter' });
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(sent).toEqual([{ village: '630121103201' }]);
});

test('what was typed and not chosen is not sent', async () => {
  const { wrapper, box, sent } = await open();
  await type(box, '东峡');
  await box.trigger('blur');
  await wrapper.get('form').trigger('submit');
  expect(wrapper.get('[role=alert]').text()).toBe('请从列表中选择村');
  expect(sent).toEqual([]);
});

test('the Enter of an input method chooses nothing', async () => {
  const { wrapper, box } = await open();
  await type(box, 'dx');
  await box.trigger('keydown', { key: 'Enter', isComposing: true });
  expect(wrapper.findAll('[role=option]')).toHaveLength(2);
});
