import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';

import SurplusTrial from './components/SurplusTrial.vue';

const DRAWN = {
  reserve: '3700.00', distributable: '33300.00', refund: '19980.00', by_account: '13320.00',
  subsidy: '60000.00', non_member: '777.00', warning: '',
  shares: [{
    number: 'M001', name: '马*福', village: '东峡一村', patronage: '48000.00', capital: '5000.00',
    reserve: '1200.00', subsidy: '12000.00', refund: '9590.40', by_account: '2664.00',
    total: '12254.40', reserve_added: '1776.00',
  }],
};

async function tried(answer: object) {
  answerFetch({ 'POST /surplus/preview': answer });
  const { wrapper } = await mountPage(SurplusTrial);
  await wrapper.findAll('input')[1]?.setValue('40000.00');
  await wrapper.find('form').trigger('submit');
  await flushPromises();
  return wrapper;
}

test('a trial shows what each member would get before anything is kept', async () => {
  const page = await tried({ body: DRAWN });
  expect(page.text()).toContain('12,254.40');
  expect(page.text()).toContain('777.00');
  expect(page.text()).toContain('按此起草');
});

test('a share below the floor is refused in words and leaves no plan to draw up', async () => {
  const page = await tried({ status: 422, body: { status: 422, code: 'patronage_below_floor', title: '按交易量（额）返还不得低于可分配盈余的 60%', fields: {} } });
  expect(page.text()).toContain('60%');
  expect(page.text()).not.toContain('按此起草');
});
