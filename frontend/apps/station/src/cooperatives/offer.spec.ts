import { flushPromises } from '@vue/test-utils';
import { newItem } from '@xiangzhan/core';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { beforeEach, expect, test, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';

import { memoryShelves } from '../backend/memoryShelves';
import { keepIn, store } from '../backend/store';
import { replaceRow } from '../backend/outboxRows';
import { useOutbox } from '../backend/useOutbox';
import { useSession } from '../app/session';
import './listingKind';
import './restockKind';
import ListingNewPage from './pages/ListingNewPage.vue';
import LotsPage from './pages/LotsPage.vue';
import { emptyIntake } from './intake';
import { HOUSEHOLD, LISTING_ANSWER, LOT, POTATO, PRODUCT } from './produce.fixture';
import { RECEIPT } from './receiptKind';

const HAT = { uid: 'none', role: 'SO', role_name: '运营员', scope_name: '东峡站' };
const SOON = { ...LOT, expires_on: '2999-12-31' };

beforeEach(async () => {
  localStorage.clear();
  keepIn(memoryShelves());
  await store().lists.put({ name: 'none/stock', at: '2026-09-28T02:00:00Z', rows: [SOON] });
  await store().lists.put({ name: 'none/prices', at: '2026-09-28T02:00:00Z', rows: [POTATO] });
});

async function openForm() {
  const page = await mountPage(ListingNewPage, { path: `/listings/new?product=p1&grade=first&lots=${LOT.code}` });
  await flushPromises();
  return page;
}
async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await flushPromises();
  await vi.waitFor(() => expect(useOutbox().sending).toBe(false));
}

test('without network the lots of the last time can be put on sale', async () => {
  answerFetch({});
  const { wrapper } = await mountPage(LotsPage);
  await flushPromises();
  expect(wrapper.text()).toContain('没有网络：补货和新上架都可以先记下');
  expect(wrapper.get('[data-group="p1/first"]').text()).toContain('马有福');
});

test('without network more stock waits in the outbox and goes under the same key', async () => {
  await store().lists.put({ name: 'none/live', at: '2026-09-28T02:00:00Z', rows: [{ ...LISTING_ANSWER, price_fen: 1000 }] });
  answerFetch({});
  const { wrapper } = await mountPage(LotsPage);
  await flushPromises();
  await wrapper.get('button.xz-button--primary').trigger('click');
  await flushPromises();
  await settled();
  expect(wrapper.text()).toContain('已记下给“土豆 一级 2.5 公斤装”补货');
  expect(wrapper.find('[data-group="p1/first"]').exists()).toBe(false);
  const [item] = await store().outbox.all();
  expect(item).toMatchObject({ kind: 'restock', state: 'queued', body: { listing: 'l1', lots: [LOT.code] } });
  useSession().adopt({ signed_in: true, user: { uid: 'u', name: '马兰' }, hat: HAT, hats: [HAT], demo: false });
  if (item) await store().outbox.put({ ...item, owner: { ...item.owner, hat: HAT.uid } });
  const sent = answerFetch({ 'POST /listings/l1/stock': { body: LISTING_ANSWER } });
  await useOutbox().sendAll();
  await settled();
  expect(sent.find((call) => call.method === 'POST')?.body).toEqual({ lots: [LOT.code] });
  expect((await store().outbox.all())[0]?.state).toBe('sent');
});

test('a listing made without network goes later under the same key, its photos first', async () => {
  answerFetch({});
  const { wrapper, router } = await openForm();
  const uid = (JSON.parse(localStorage.getItem('xz-station/none/listing/p1/first') ?? '{}') as { uid?: string }).uid;
  await wrapper.get('input[value=monitored_first]').setValue(true);
  const draft = JSON.parse(localStorage.getItem('xz-station/none/listing/p1/first') ?? '{}') as { uid: string };
  await store().photos.put({
    id: 'ph1', item: uid ?? draft.uid, kind: 'produce', made_at: '2026-09-28', blob: new Blob(['x']), sent: false, problem: '',
  });
  await wrapper.get('.xs-foot button').trigger('click');
  await flushPromises();
  await settled();
  expect(router.currentRoute.value.fullPath).toBe('/outbox?status=waiting');
  useSession().adopt({ signed_in: true, user: { uid: 'u', name: '马兰' }, hat: HAT, hats: [HAT], demo: false });
  const [item] = await store().outbox.all();
  if (!item) throw new Error('nothing was written down');
  await store().outbox.put({ ...item, owner: { ...item.owner, hat: HAT.uid } });
  const sent = answerFetch({
    'POST /photos': { status: 201, body: { hash: 'abc' } }, 'POST /listings': { status: 201, body: LISTING_ANSWER },
  });
  await useOutbox().sendAll();
  expect(sent.map((call) => call.path)).toEqual(['/photos', '/listings']);
  expect(sent[1]?.body).toMatchObject({ photos: ['abc'], policy: 'monitored_first', price: '10.00', lots: [LOT.code] });
  expect(sent[1]?.headers['Idempotency-Key']).toBe(item.uid);
});

const FRESH = 'DT260930017A0015';

/** A basket weighed on this device that the server does not have yet. */
async function weighedIn() {
  const intake = { ...emptyIntake(), household: HOUSEHOLD, product: PRODUCT, grade: 'first', gross_g: 9000 };
  const wire = { uid: 'r9', product: 'p1', grade: 'first', lot_code: FRESH };
  const owner = { user: 'u', hat: HAT.uid, name: HAT.scope_name, station: 's1' };
  const made_at = new Date().toISOString();
  const receipt = newItem({ uid: 'r9', kind: RECEIPT, title: '一筐', number: 1, made_at, owner, body: { wire, intake } });
  await store().outbox.put(receipt);
  return receipt;
}

/** The form as an operator finds it who is signed in and whose outbox is read. */
const AtTheCounter = defineComponent(() => {
  const open = ref(false);
  useSession().adopt({ signed_in: true, user: { uid: 'u', name: '马兰' }, hat: HAT, hats: [HAT], demo: false });
  void useOutbox().reload().then(() => (open.value = true));
  return () => (open.value ? h(ListingNewPage) : null);
});

async function openFreshLot(mend = '') {
  answerFetch({});
  const path = `/listings/new?product=p1&grade=first&lots=${FRESH}${mend}`;
  const page = await mountPage(AtTheCounter, { path });
  await settled();
  return page;
}

test('a lot weighed without network is put on sale at once and goes after its weigh-in', async () => {
  await weighedIn();
  const { wrapper } = await openFreshLot();
  await wrapper.get('.xs-foot button').trigger('click');
  await settled();
  const [, listing] = await store().outbox.all();
  expect(listing).toMatchObject({ kind: 'listing', after: ['r9'], body: { lots: [FRESH] } });
});

test('a weigh-in that is mended under another uid is still waited for', async () => {
  const receipt = await weighedIn();
  const { wrapper } = await openFreshLot();
  await wrapper.get('.xs-foot button').trigger('click');
  await settled();
  await replaceRow('r9', { ...receipt, uid: 'r10' });
  expect((await store().outbox.all()).map(({ kind, after }) => [kind, after])).toContainEqual(['listing', ['r10']]);
});

test('a listing that waits is opened with what was typed and stays one', async () => {
  const receipt = await weighedIn();
  const body = {
    product: 'p1', grade: 'first', title: '山里土豆', story: '', package_g: 1000, price: '9.00', policy: 'pro_rata',
    photos: [], lots: [FRESH],
  };
  await store().outbox.put({ ...receipt, uid: 'li1', kind: 'listing', number: 2, after: 'r9', body });
  const { wrapper } = await openFreshLot('&mend=li1');
  await wrapper.get('.xs-foot button').trigger('click');
  await settled();
  const listings = (await store().outbox.all()).filter(({ kind }) => kind === 'listing');
  expect(listings).toMatchObject([{ uid: 'li1', after: ['r9'], body: { ...body, photos: [] } }]);
});
