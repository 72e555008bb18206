import { type Fen, fenToApi, localDate, newUuid } from '@xiangzhan/core';
import { computed, reactive, ref, shallowRef } from 'vue';

import { savingProblem } from '../backend/problems';
import { useOutbox } from '../backend/useOutbox';
import { type Service, serviceName } from './counterApi';
import { SERVICE } from './counterKinds';
import { t } from './messages.zh';

const emptyForm = () => ({ count: 1, amount_fen: null as Fen | null, fee_fen: null as Fen | null, note: '' });

/** 代买, 代缴费 and the like: counted here, sent when the network is there. */
export function useServices() {
  const outbox = useOutbox();
  const form = reactive({ ...emptyForm(), kind: null as string | null });
  const tried = ref(false);
  const said = ref('');
  const problem = shallowRef<unknown>(null);
  const complaint = computed(() => (tried.value && !form.kind ? '请选项目' : undefined));
  const today = computed(() =>
    outbox.items
      .filter((item) => item.kind === SERVICE && localDate(item.made_at) === localDate(new Date()))
      .reverse(),
  );

  async function save(): Promise<void> {
    tried.value = true;
    problem.value = null;
    if (!form.kind) return;
    const body: Service = {
      kind: form.kind, count: form.count, amount: fenToApi(form.amount_fen ?? 0),
      fee: fenToApi(form.fee_fen ?? 0), note: form.note.trim(), done_at: new Date().toISOString(),
    };
    const title = t('service.done', { kind: serviceName(form.kind), count: form.count });
    try {
      await outbox.add(() => Promise.resolve([{ uid: newUuid(), kind: SERVICE, title, body }]));
    } catch (error) {
      problem.value = savingProblem(error);
      return;
    }
    said.value = title;
    Object.assign(form, emptyForm());
  }

  return { form, complaint, said, problem, save, today };
}
