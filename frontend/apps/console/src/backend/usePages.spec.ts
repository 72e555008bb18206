import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';

import ProgrammeRowsPage from '../programme/pages/ProgrammeRowsPage.vue';
import { cursorOf } from './lists';

const VISIT = {
  visited_on: '2026-05-01', place: '东峡镇 东峡一村', kind: '走访', visitor: '工作队', persons: 1200,
};
const page = (next: string | null) => ({ results: [VISIT], next, previous: null });
const mountRows = (rows: string, path: string) => mountPage(ProgrammeRowsPage, { props: { rows }, path });

test('the cursor is taken out of the address the server gives', () => {
  expect(cursorOf('https://host/api/v1/orders?cursor=cD0x&status=paid')).toBe('cD0x');
  expect(cursorOf(null)).toBe('');
});

test('the next page stands in the address and is fetched', async () => {
  const sent = answerFetch({ 'GET /programme/visits': { body: page('http://h/api/v1/x?cursor=abc') } });
  const { wrapper, router } = await mountRows('visits', '/programme/visits');
  await flushPromises();
  expect(wrapper.get('tbody tr').text()).toContain('1,200');
  await wrapper.findAll('nav button')[1]?.trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.query).toEqual({ cursor: 'abc' });
  expect(sent).toHaveLength(2);
});

test('a filter begins at the first page again', async () => {
  answerFetch({ 'GET /programme/projects': { body: { results: [], next: null, previous: null } } });
  const { wrapper, router } = await mountRows('projects', '/programme/projects?cursor=abc');
  await flushPromises();
  expect(wrapper.text()).toContain('还没有这类项目');
  await wrapper.get('select').setValue('collective');
  await flushPromises();
  expect(router.currentRoute.value.query).toEqual({ kind: 'collective' });
});

test('a refusal says who can grant and an unknown list says so', async () => {
  answerFetch({ 'GET /programme/loans': { status: 403, body: { code: 'forbidden' } } });
  const { wrapper } = await mountRows('loans', '/programme/loans');
  await flushPromises();
  expect(wrapper.find('[data-state=forbidden]').exists()).toBe(true);
  const other = await mountRows('nothing', '/programme/nothing');
  expect(other.wrapper.text()).toContain('没有这个明细');
});
