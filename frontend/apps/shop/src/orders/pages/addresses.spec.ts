import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';

import AddressesPage from './AddressesPage.vue';
import AddressPage from './AddressPage.vue';

const HOME = {
  uid: 'a1', label: '家', name: '周**', phone: '154****9999', region: '青海省 西宁市 城中区',
  is_default: true, version: 3,
};

test('the book shows masks, the default, and offers to make another one the default', async () => {
  const shop = { ...HOME, uid: 'a2', label: '店里', is_default: false };
  const sent = answerFetch({
    'GET /addresses': { body: { results: [HOME, shop], next: null } },
    'POST /addresses/a2/default': { body: { ...shop, is_default: true } },
  });
  const { wrapper } = await mountPage(AddressesPage);
  await flushPromises();
  const [first, second] = wrapper.findAll('[data-address]');
  expect(first?.text()).toContain('默认');
  expect(first?.text()).toContain('周** 154****9999');
  await second?.findAll('button')[0]?.trigger('click');
  await flushPromises();
  expect(sent.filter((one) => one.path === '/addresses/a2/default')).toHaveLength(1);
});

test('an edit names the version that was read and says at which field it was refused', async () => {
  const sent = answerFetch({
    'GET /addresses/a1': {
      body: { ...HOME, name: '周敏', phone: '15490009999', address: '长江路 1 号' },
    },
    'PUT /addresses/a1': {
      status: 422,
      body: { code: 'invalid', title: '', status: 422, detail: '', fields: { label: '标签最多 10 个字' } },
    },
  });
  const { wrapper } = await mountPage(AddressPage, { props: { uid: 'a1' } });
  await flushPromises();
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  expect(sent.find((one) => one.method === 'PUT')?.body).toMatchObject({ version: 3, name: '周敏' });
  expect(wrapper.get('[role=alert]').text()).toBe('标签最多 10 个字');
});
