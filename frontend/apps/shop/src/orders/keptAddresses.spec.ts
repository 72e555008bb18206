import { flushPromises } from '@vue/test-utils';
import { answerFetch, mountPage } from '@xiangzhan/ui/testing';
import { expect, test } from 'vitest';
import { defineComponent, reactive } from 'vue';

import type { CheckoutDraft } from './draft';
import { useKeptAddresses } from './useKeptAddresses';

const KEPT = { uid: 'a1', label: '家', name: '陈**', phone: '154****0591', region: '青海省 西宁市 城中区', is_default: true };
const OPEN = { ...KEPT, name: '陈晓霞', phone: '15400000591', address: '长江路 1 号' };

async function fill(typedMeanwhile: string): Promise<CheckoutDraft> {
  const draft = reactive({ name: '', phone: '', region: '', address: '', note: '' }) as CheckoutDraft;
  answerFetch({
    'GET /addresses': { body: { results: [KEPT], next: null } },
    'GET /addresses/a1': { body: OPEN },
  });
  await mountPage(defineComponent({ setup: () => (useKeptAddresses(() => draft), () => null) }));
  draft.name = typedMeanwhile;
  await flushPromises();
  return draft;
}

test('the default address fills an empty form', async () => {
  expect(await fill('')).toMatchObject({ name: '陈晓霞', address: '长江路 1 号' });
});

test('whoever began to type keeps what was typed: two addresses never mix', async () => {
  expect(await fill('周敏')).toMatchObject({ name: '周敏', phone: '', address: '' });
});
