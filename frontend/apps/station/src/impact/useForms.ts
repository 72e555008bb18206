import { computed, ref } from 'vue';

import { useLocal } from '../backend/lists';
import { useOutbox } from '../backend/useOutbox';
import type { WaitingForm } from './api';
import { type Filled, INCOME_FORM } from './formKind';
import { formList } from './local';

const fits = (form: WaitingForm, word: string): boolean =>
  [form.head_name, form.village, form.card_no].some((text) => text.includes(word));

/** Who is still to be asked: those filled in on this device are no longer among them. */
export function useForms() {
  const outbox = useOutbox();
  const local = useLocal(formList);
  const word = ref('');
  const filled = computed(() => outbox.items.filter((item) => item.kind === INCOME_FORM && item.state !== 'withdrawn'));
  const here = computed(() =>
    new Set(filled.value.filter((item) => item.state !== 'sent' || (item.sent_at ?? '') > local.fetchedAt.value)
      .map((item) => (item.body as Filled).form)),
  );
  const waiting = computed(() => (local.data.value ?? []).filter((form) => !here.value.has(form.uid)));
  const shown = computed(() => waiting.value.filter((form) => fits(form, word.value.trim())).slice(0, 50));
  return { ...local, word, filled, waiting, shown };
}
