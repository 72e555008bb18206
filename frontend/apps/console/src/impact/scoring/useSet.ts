import { errorText, isProblem } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askConfirm, notify } from '@xiangzhan/ui/desktop';
import { type Ref, computed, ref, watch } from 'vue';

import { type IndicatorSet, type Line, scoringApi } from './api';
import { sentOf } from './lineForm';

/** The draft as it stands on the page. */
function useLines(data: Ref<IndicatorSet | null>) {
  const lines = ref<Line[]>([]);
  const title = ref('');
  const appliesFrom = ref('');
  const touched = ref(false);

  function take(set: IndicatorSet): void {
    data.value = set;
    lines.value = set.indicators.map((one) => sentOf(one as Line));
    title.value = set.title;
    appliesFrom.value = set.applies_from;
    touched.value = false;
  }
  watch(data, (set) => {
    if (set && !touched.value) take(set);
  });
  function put(index: number, line: Line): void {
    const rest = lines.value.map((one, at) => (at === index ? line : one));
    lines.value = index < rest.length ? rest : [...rest, line];
    touched.value = true;
  }
  function remove(index: number): void {
    lines.value = lines.value.filter((_, at) => at !== index);
    touched.value = true;
  }
  const body = () => ({
    version: data.value?.version, title: title.value, applies_from: appliesFrom.value, indicators: lines.value,
  });
  return { lines, title, appliesFrom, touched, take, put, remove, body };
}

const SUBMIT = {
  title: '提交县级审批', message: '提交后由县级审批；同意后从起用日期起的考核期都按这一版，不能再改。', confirmText: '提交',
};
const DROP = { title: '作废草稿', message: '这一版草稿作废，仍可查看。', confirmText: '作废' };

/** One set of indicators; a draft is changed on the page and saved as a whole. */
export function useSet(uid: string) {
  const { data, state, problem, reload } = useLoad((signal) => scoringApi.set(uid, signal));
  const formulas = useLoad((signal) => scoringApi.formulas(signal));
  const draft = useLines(data);
  const saving = useAction((key: string) => scoringApi.reviseSet(uid, draft.body(), key));
  const submitting = useAction((key: string) => scoringApi.submitSet(uid, data.value?.version ?? 0, key));
  const dropping = useAction((key: string) => scoringApi.dropSet(uid, key));
  const actions = [saving, submitting, dropping];
  const busy = computed(() => actions.some((one) => one.busy.value));
  const complaint = computed(() => {
    const refusal = actions.map((one) => one.problem.value).find(Boolean);
    const words = isProblem(refusal) ? Object.values(refusal.fields) : [];
    return refusal ? words.join('；') || errorText(refusal) : '';
  });

  async function show(deed: Promise<IndicatorSet | undefined>, words: string): Promise<boolean> {
    const set = await deed;
    if (!set) return false;
    draft.take(set);
    notify(words);
    return true;
  }
  function forget(): void {
    for (const one of actions) one.problem.value = null;
  }
  async function save(): Promise<boolean> {
    forget();
    return show(saving.run(), '草稿已保存');
  }
  async function submit(): Promise<void> {
    if (draft.touched.value && !(await save())) return;
    forget();
    if (await askConfirm(SUBMIT)) await show(submitting.run(), '已提交，等待县级审批');
  }
  async function drop(): Promise<void> {
    forget();
    if (await askConfirm(DROP)) await show(dropping.run(), '草稿已作废');
  }

  return { ...draft, data, state, problem, reload, formulas: formulas.data, save, submit, drop, busy, complaint };
}
