import { errorText, isProblem } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { notify } from '@xiangzhan/ui/desktop';
import { useSession } from '@xiangzhan/ui/session';
import { computed, ref, watch } from 'vue';

import { type Field, type FormValues, missingOf, readyOf, startOf } from '../backend/forms';
import { bodyOf, changeKinds, EVIDENCE } from './changeFields';
import { type HouseholdFile, registerApi } from './registerApi';

const LATER = ['', '暂无，以后补交'] as const;
export const ABOUT: readonly Field[] = [
  { key: 'reason', label: '申请原因', required: true },
  { key: 'evidence_kind', label: '证明材料', kind: 'choice', choices: [LATER, ...EVIDENCE] },
  { key: 'evidence', label: '材料说明', hint: '如：户口本第 3 页已核对' },
];

/** The form of one change request; what the server refuses stands at its field. */
export function useChangeForm(uid: string, file: HouseholdFile, done: () => void) {
  const session = useSession();
  const categories = useLoad((signal) => registerApi.categories(signal));
  const kinds = computed(() => changeKinds(
    file, (categories.data.value ?? []).map((one) => [one.code, one.name] as const), session.role,
  ));
  const code = ref(file.facts?.is_temporary && session.role !== 'HM' ? 'merge' : 'phone');
  const kind = computed(() => kinds.value.find((one) => one.code === code.value));
  const answers = ref<FormValues>({});
  const about = ref<FormValues>(startOf(ABOUT));
  const missing = ref('');
  const asking = useAction((key: string, body: FormValues) => registerApi.ask(uid, body, key), { once: true });

  watch(kind, (chosen, before) => {
    if (chosen?.code !== before?.code) answers.value = startOf(chosen?.fields ?? []);
  }, { immediate: true });
  watch(() => answers.value.target, (target) => {
    if (code.value === 'edit') Object.assign(answers.value, knownOf(file, String(target)));
  });

  const refused = computed(() => asking.problem.value);
  const errors = computed(() => (isProblem(refused.value) ? refused.value.fields : {}));
  const complaint = computed(() => missing.value || (refused.value ? errorText(refused.value) : ''));

  async function submit(): Promise<void> {
    if (!kind.value) return;
    const fields = [...kind.value.fields, ...ABOUT];
    missing.value = missingOf(fields, { ...answers.value, ...about.value });
    if (missing.value) return;
    const said = bodyOf(kind.value.code, readyOf(kind.value.fields, answers.value));
    const made = await asking.run({ ...readyOf(ABOUT, about.value), ...said, version: file.version });
    if (!made) return;
    notify(made.state === 'requested' ? '已登记，补交证明后再审批' : '已提交审批');
    done();
  }

  return { kinds, code, kind, answers, about, errors, complaint, busy: asking.busy, submit };
}

/** What the register holds of a person; a child's name is masked and stays to be typed. */
function knownOf(file: HouseholdFile, uid: string): FormValues {
  const one = file.members.find((member) => member.uid === uid);
  if (!one) return {};
  const { sex, labour, birth_year } = one;
  return { name: one.name.includes('*') ? '' : one.name, sex, labour, birth_year: String(birth_year ?? '') };
}
