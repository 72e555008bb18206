import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { beforeEach, expect, test, vi } from 'vitest';

import { memoryShelves } from '../backend/memoryShelves';
import { type Binding, keepIn, keepMeta, store } from '../backend/store';
import { useBindings } from '../backend/useBindings';
import { useOutbox } from '../backend/useOutbox';
import { withHomes } from './homeKind';
import ReceiveHouseholdPage from './pages/ReceiveHouseholdPage.vue';
import { HOUSEHOLD, POTATO, PRODUCT } from './produce.fixture';
import { cleanName } from './useNewHome';
import { useReceiving } from './useReceiving';

const HAT = { uid: 'hat1', role: 'SO', role_name: '运营员', scope_name: '东峡站' };
const BINDING: Binding = {
  hat: HAT, hats: [HAT], user: { uid: 'u1', name: '马兰' }, device_uid: 'd1', letter: 'A',
  token: 'secret', pin: null, confirmed_at: Date.now(), revoked: false,
  station: {
    uid: 's1', name: '东峡站', letters: '017', county_letters: 'DT', township: '东峡镇',
    village: '东峡村', cooperative: null,
  },
};

beforeEach(async () => {
  localStorage.clear();
  keepIn(memoryShelves());
  await store().bindings.put(BINDING);
  await keepMeta('active_hat', HAT.uid);
  sessionStorage.setItem('xz-station-unlocked', HAT.uid);
  const rows = [{ code: '630121205200', name: '东峡村', township: '东峡镇' }];
  await store().lists.put({ name: 'hat1/villages', at: '2026-09-28T02:00:00Z', rows });
});

async function enter(name: string) {
  const page = await mountPage(ReceiveHouseholdPage);
  await useBindings().start();
  await page.wrapper.get('[data-ready=receive] > button').trigger('click');
  await flushPromises();
  await page.wrapper.get('[aria-label=临时登记] input').setValue(name);
  await page.wrapper.get('[aria-label=临时登记] .xz-button--primary').trigger('click');
  await flushPromises();
  return page;
}
/** The try that follows each new record has ended. */
const settled = () => vi.waitFor(() => expect(useOutbox().sending).toBe(false));
const records = async () => (await store().outbox.all()).map(({ kind, state }) => `${kind} ${state}`);

test('somebody unknown is entered without network and the weigh-in goes on at once', async () => {
  answerFetch({});
  const { router } = await enter('韩 占海');
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/receive/produce');
  expect(useReceiving().intake.household).toMatchObject({ head_name: '韩占海', village: '东峡村' });
  expect((await store().outbox.all())[0]?.body).toMatchObject({ name: '韩占海', village: '630121205200' });
});

test('the weigh-in waits for its household, and both arrive', async () => {
  answerFetch({});
  await enter('韩占海');
  const receiving = useReceiving();
  receiving.change({ product: PRODUCT, grade: 'first', price: POTATO, gross_g: 13_500, tare_g: 1000 });
  receiving.weighed();
  const uid = await receiving.confirm();
  await settled();
  const outcome = { uid, outcome: 'refused', receipt: null, problem: { code: 'x', title: '不行', detail: '', fields: {} } };
  const sent = answerFetch({
    'POST /households/temporary': { status: 201, body: { card_no: 'HC009999' } },
    'POST /receipts/batch': { body: { results: [outcome] } },
  });
  await useOutbox().sendAll();
  const paths = sent.map(({ path }) => path).filter((path) => path !== '/devices/me/beat');
  expect(paths).toEqual(['/households/temporary', '/receipts/batch']);
  expect(await records()).toEqual(['household sent', 'receipt attention']);
});

test('a refused household holds its weigh-in back, and a mended one goes under a new key', async () => {
  answerFetch({});
  await enter('韩占海');
  const receiving = useReceiving();
  receiving.change({ product: PRODUCT, grade: 'first', price: POTATO, gross_g: 13_500, tare_g: 1000 });
  receiving.weighed();
  await receiving.confirm();
  await settled();
  const refused = answerFetch({ 'POST /households/temporary': { status: 422, body: { title: '请选村' } } });
  await useOutbox().sendAll();
  expect(await records()).toEqual(['household attention', 'receipt queued']);
  const [home] = await store().outbox.all();
  await useOutbox().apply(home?.uid ?? '', { type: 'queue' });
  await useOutbox().sendAll();
  const keys = refused.filter((call) => call.path === '/households/temporary').map((call) => call.headers['Idempotency-Key']);
  expect(keys).toEqual([home?.uid, `${home?.uid}~1`]);
});

test('a name without two characters is asked for again, and nothing is written', async () => {
  answerFetch({});
  const { wrapper } = await enter('韩');
  expect(wrapper.text()).toContain('姓名为 2 至 20 个汉字');
  expect(await records()).toEqual([]);
});

test('the dot of a name is one character however it was typed', () => {
  expect(cleanName(' 才让.卓玛 ')).toBe('才让·卓玛');
});

test('once the list holds the household it stands there once', () => {
  const item = { uid: HOUSEHOLD.uid, kind: 'household', state: 'sent', sent_at: '2026-09-28', body: {}, answer: null };
  expect(withHomes([HOUSEHOLD], [item as never], '2026-09-27')).toEqual([HOUSEHOLD]);
  expect(withHomes([], [item as never], '2026-09-29')).toEqual([]);
});
