import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { flushPromises } from '@vue/test-utils';
import { expect, test } from 'vitest';

import ListingReviews from '../components/ListingReviews.vue';
import { orderWire } from '../testing/wires';
import ReviewPage from './ReviewPage.vue';

const SAID = {
  uid: 'r1', position: 1, taste: 5, freshness: 4, packing: 3, text: '很面', photo_url: '',
  made_at: '2026-09-30T06:00:00Z', reply: '谢谢您', replied_at: '2026-09-30T07:00:00Z',
};
const order = { ...orderWire(), status: 'completed' };

async function open(mine: object[]) {
  const sent = answerFetch({
    [`GET /orders/${order.number}`]: { body: order },
    'GET /reviews': { body: { results: mine, next: null } },
    [`POST /orders/${order.number}/reviews`]: { status: 201, body: SAID },
  });
  const { wrapper } = await mountPage(ReviewPage, { props: { number: order.number } });
  await flushPromises();
  return { wrapper, sent };
}

test('a review without its three marks is not sent; with them it is', async () => {
  const { wrapper, sent } = await open([]);
  await wrapper.get('form').trigger('submit');
  expect(wrapper.get('[role=alert]').text()).toContain('各打一个分');
  for (const mark of wrapper.findAll('[data-mark]')) await mark.findAll('input')[4]?.setValue();
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  const written = sent.filter((one) => one.method === 'POST');
  expect(written).toHaveLength(1);
  expect(written[0]?.body).toMatchObject({ position: 1, taste: 5, freshness: 5, packing: 5 });
});

test('its author reads the state, the reason and the answer', async () => {
  const { wrapper } = await open([{ ...SAID, state_name: '未公开', why: '广告或无关链接' }]);
  expect(wrapper.get('[data-review-state]').text()).toBe('未公开');
  expect(wrapper.text()).toContain('广告或无关链接');
  expect(wrapper.text()).toContain('谢谢您');
  expect(wrapper.find('form').exists()).toBe(false);
});

test('the product page shows count, mean and answers, and says so where nobody wrote', async () => {
  const rating = { count: 1, mean: '4.0', taste: '5.0', freshness: '4.0', packing: '3.0' };
  answerFetch({
    'GET /public/listings/l1/reviews': { body: { rating, results: [{ ...SAID, by: '买**' }], next: null } },
  });
  const { wrapper } = await mountPage(ListingReviews, { props: { uid: 'l1' } });
  await flushPromises();
  expect(wrapper.get('h2').text()).toBe('买家评价（1）');
  expect(wrapper.get('[data-mean]').text()).toBe('4.0');
  expect(wrapper.get('[data-review]').text()).toContain('站点回复：谢谢您');
});
