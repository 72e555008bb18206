import { type Fen, fenFromApi, newUuid } from '@xiangzhan/core';
import { useSession } from '@xiangzhan/ui/session';
import { computed, reactive, ref, shallowRef } from 'vue';

import { useLocal } from '../backend/lists';
import { savingProblem } from '../backend/problems';
import { useOutbox } from '../backend/useOutbox';
import { oddOf, rangesOf } from './checking';
import { amountsOf, filledOf, missingIn, saidOf, wireOf } from './filling';
import { type Filled, INCOME_FORM } from './formKind';
import { formList } from './local';
import { t } from './messages.zh';

/** One household's year, asked at its door; `mends` is a refused record taken up again. */
export function useForm(uid: string, mends: string | null) {
  const outbox = useOutbox();
  const session = useSession();
  const local = useLocal(formList);
  const before = mends ? outbox.byUid(mends) : undefined;
  const told = before?.body as Filled | undefined;
  const form = computed(() => local.data.value?.find((one) => one.uid === uid) ?? null);
  const amounts = reactive(amountsOf(told?.said));
  const said = reactive(saidOf(told?.said));
  const tried = ref(false);
  const problem = shallowRef<unknown>(null);
  const platform = computed((): Fen => fenFromApi(form.value?.platform_sales ?? told?.platform_sales ?? '0.00'));
  const observed = computed(() => said.status === 'observed');
  const odd = computed(() => (observed.value ? oddOf(amounts, platform.value) : []));
  const complaints = computed(() => ({
    ...(observed.value ? rangesOf(amounts) : {}), ...(tried.value ? missingIn(said, odd.value) : {}),
  }) as Record<string, string>);

  function filled(): Filled | null {
    const one = form.value ?? told;
    if (!one) return null;
    return filledOf(one, {
      uid, said: wireOf(said, amounts, form.value ?? told?.said), platform: platform.value,
      enumerator: session.user?.name ?? '',
    });
  }

  /** True when it lies in the outbox; it leaves with the next network. */
  async function save(): Promise<boolean> {
    tried.value = true;
    problem.value = null;
    const body = filled();
    if (!body || Object.keys(complaints.value).length) return false;
    const title = t('form.title', { name: body.head_name, year: body.year });
    try {
      if (before) {
        await outbox.apply(before.uid, { type: 'edit', body, title });
        void outbox.sendAll();
      } else await outbox.add(() => Promise.resolve([{ uid: newUuid(), kind: INCOME_FORM, title, body }]));
    } catch (error) {
      problem.value = savingProblem(error);
      return false;
    }
    return true;
  }

  return { ...local, form, told, amounts, said, platform, observed, odd, complaints, problem, save, by: session.user?.name ?? '' };
}
