import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import GoodwillForm from './components/GoodwillForm.vue';

const LEFT = { packages: 3, worth: '36.00', return_refusal: '', quality_refusal: '' };
const ORDER = {
  number: 'OD1',
  lines: [{ position: 1, title: '土豆 10 斤' }, { position: 2, title: '蚕豆' }],
  claimable: [{ position: 1, ...LEFT }, { position: 2, ...LEFT, packages: 0 }],
};
const PREVIEW = { amount: '5.00', completed: false, sources: [], parts: [] };

test('whose share an offer lowers is read first, and another amount is read again', async () => {
  const sent = answerFetch({
    'POST /orders/OD1/refund-preview': { body: PREVIEW },
    'POST /orders/OD1/claims': { status: 201, body: { uid: 'c1' } },
  });
  const { wrapper } = await mountPage(GoodwillForm, {
    props: { order: ORDER }, routes: [{ path: '/claims/:uid', component: { template: '<p />' } }],
  });
  expect(wrapper.text()).not.toContain('蚕豆');
  const submit = async () => {
    await wrapper.get('form').trigger('submit');
    await flushPromises();
  };
  await wrapper.get('button[aria-label=增加]').trigger('click');
  const [amount, reason] = wrapper.findAll('input').slice(-2);
  await amount?.setValue('5.00');
  await reason?.setValue('压坏了几个');
  await submit();
  expect(wrapper.find('[data-split]').exists()).toBe(true);
  await amount?.setValue('6.00');
  expect(wrapper.find('[data-split]').exists()).toBe(false);
  await submit();
  await submit();
  const lines = [{ position: 1, quantity: 1, amount: '6.00' }];
  expect(sent.map((call) => [call.path, call.body]).at(-1)).toEqual([
    '/orders/OD1/claims', { kind: 'goodwill', lines, reason: '压坏了几个' },
  ]);
});
