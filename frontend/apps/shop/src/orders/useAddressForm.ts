import { causeText, isProblem } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { computed, reactive, ref } from 'vue';
import { useRouter } from 'vue-router';

import { addressesApi } from './api';
import { draftErrors } from './checkoutRules';
import type { OpenAddress } from './wire';

export const NEW = 'new';
const FIELDS = ['label', 'name', 'phone', 'region', 'address'] as const;

/** One address of the book: empty, or opened from it. */
export function useAddressForm(uid: string) {
  const router = useRouter();
  const draft = reactive({
    label: '', name: '', phone: '', region: '', address: '', is_default: false,
  });
  const errors = ref<Record<string, string>>({});
  const version = ref(0);
  const load = useLoad<OpenAddress | true>(async (signal) => {
    if (uid === NEW) return true;
    const kept = await addressesApi.open(uid, signal);
    for (const field of FIELDS) draft[field] = kept[field];
    draft.is_default = kept.is_default;
    version.value = kept.version;
    return kept;
  });
  const saving = useAction((key: string, typed: typeof draft) =>
    uid === NEW
      ? addressesApi.keep(typed, key)
      : addressesApi.edit(uid, { ...typed, version: version.value }, key),
  );
  const complaint = computed(() => {
    const problem = saving.problem.value;
    return problem && !Object.keys(errors.value).length ? causeText(problem) : '';
  });

  async function save(): Promise<void> {
    errors.value = draftErrors({ ...draft, note: '', pick_up: false, no_return: [], invoice: null });
    if (Object.keys(errors.value).length) return;
    if (await saving.run({ ...draft })) return void router.replace('/shop/addresses');
    const problem = saving.problem.value;
    if (isProblem(problem)) errors.value = { ...problem.fields };
  }

  const { state, problem, reload } = load;
  return { draft, errors, state, problem, reload, complaint, busy: saving.busy, save };
}
