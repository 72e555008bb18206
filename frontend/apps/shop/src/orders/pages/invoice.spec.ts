import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';

import { orderWire } from '../testing/wires';
import InvoicePage from './InvoicePage.vue';

const ASKED = {
  uid: 'i1', order_number: 'OD1', cooperative_name: '东峡种植专业合作社', title_kind: 'person',
  title_kind_name: '个人', title: '周敏', tax_number: '', state: 'asked', state_name: '待开票',
  asked_at: '2026-09-30T06:00:00Z', number: '', amount: null, answer: '', has_file: false, can_issue: true,
};
const order = { ...orderWire(), status: 'completed', paid_at: '2026-09-30T06:00:00Z' };

async function open(invoices: object[], refusal?: object) {
  const sent = answerFetch({
    [`GET /orders/${order.number}`]: { body: order },
    'GET /invoices': { body: { results: invoices, next: null } },
    [`POST /orders/${order.number}/invoices`]: refusal ?? { status: 201, body: [ASKED] },
  });
  const { wrapper } = await mountPage(InvoicePage, { props: { number: order.number } });
  await flushPromises();
  return { wrapper, sent };
}

test('an organisation asks with its tax number; a person is asked for none', async () => {
  const { wrapper, sent } = await open([]);
  expect(wrapper.text()).not.toContain('税号');
  await wrapper.findAll('input[type=radio]')[1]?.setValue();
  const [title, tax] = wrapper.findAll('input:not([type=radio])');
  await title?.setValue('西宁好菜有限公司');
  await tax?.setValue('91639999MA7588JC95');
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(sent.find((one) => one.method === 'POST')?.body).toEqual({
    title_kind: 'organisation', title: '西宁好菜有限公司', tax_number: '91639999MA7588JC95',
  });
});

test('what the server says of a field stands at the field', async () => {
  const fields = { title: '请填写抬头，2 至 60 个字' };
  const { wrapper } = await open([], { status: 422, body: { code: 'invalid', title: '请检查', fields } });
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(wrapper.text()).toContain(fields.title);
});

test('an issued invoice shows number and sum, and is not asked for again', async () => {
  const issued = { ...ASKED, state: 'issued', state_name: '已开票', number: '26632000000012345678', amount: '30.00', has_file: true };
  const { wrapper } = await open([issued]);
  expect(wrapper.get('[data-invoice]').text()).toContain('26632000000012345678');
  expect(wrapper.text()).toContain('¥30.00');
  expect(wrapper.text()).toContain('下载发票');
  expect(wrapper.find('form').exists()).toBe(false);
  expect(wrapper.get('a[href^="/print/receipt/"]').text()).toContain('付款凭证');
});
