import { errorText, isProblem } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { notify } from '@xiangzhan/ui/desktop';
import { computed, reactive, ref, watch } from 'vue';

import { bodyOf, changeKinds, type Question } from './changeFields';
import { type HouseholdFile, registerApi } from './registerApi';

type Answers = Record<string, string | boolean>;

/** The form of one change request; what the server refuses stands at its field. */
export function useChangeForm(uid: string, file: HouseholdFile, done: () => void) {
  const categories = useLoad((signal) => registerApi.categories(signal));
  const kinds = computed(() =>
    changeKinds((categories.data.value ?? []).map((one) => [one.code, one.name] as const)),
  );
  const field = ref('phone');
  const kind = computed(() => kinds.value.find((one) => one.field === field.value));
  const answers = ref<Answers>({});
  const about = reactive({ target: '', reason: '', evidence_kind: '', evidence: '' });
  const asking = useAction((key: string, body: object) => registerApi.ask(uid, body, key));

  watch(kind, (chosen, before) => {
    if (!before || chosen?.field !== before.field) answers.value = blank(chosen?.questions ?? []);
  }, { immediate: true });

  const refused = computed(() => asking.problem.value);
  const errors = computed(() => (isProblem(refused.value) ? refused.value.fields : {}));
  const complaint = computed(() => (refused.value ? errorText(refused.value) : ''));

  async function submit(): Promise<void> {
    if (!kind.value) return;
    const made = await asking.run({
      ...about, ...bodyOf(kind.value, answers.value), version: file.version,
    });
    if (!made) return;
    notify(made.state === 'requested' ? '已登记，补交证明后再审批' : '已提交审批');
    done();
  }

  return { kinds, field, kind, answers, about, errors, complaint, busy: asking.busy, submit };
}

function blank(questions: readonly Question[]): Answers {
  const first = (one: Question) => (one.kind === 'check' ? false : one.choices?.[0]?.[0] ?? '');
  return Object.fromEntries(questions.map((one) => [one.key, first(one)]));
}
