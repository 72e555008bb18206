import { errorText, isProblem } from '@xiangzhan/core';
import { useAction, useLoad } from '@xiangzhan/ui/base';
import { askConfirm, askReason, notify } from '@xiangzhan/ui/desktop';
import { type Ref, computed } from 'vue';
import { useRouter } from 'vue-router';

import { useDraft } from '../../backend/exchange/useDraft';
import { type Entry, type Said, type Sheet, type Word, scoringApi } from './api';

/** Only what a person may type: a formula's value and its points are never sent. */
export function startOf(entry: Entry): Said {
  return {
    value: entry.computed ? '' : entry.value,
    points: entry.by_hand ? (entry.points ?? '') : '',
    note: entry.note,
  };
}

const same = (one: Said, other: Said) =>
  one.value === other.value && one.points === other.points && one.note === other.note;

/** What was typed and not yet saved; it survives a reload. */
function useSaid(uid: string, data: Ref<Sheet | null>) {
  const { draft, clear } = useDraft<Record<string, Said>>(`score-sheet.${uid}`, {});
  const saidOf = (entry: Entry): Said => draft.value[entry.code] ?? startOf(entry);
  const type = (entry: Entry, more: Partial<Said>) => {
    draft.value = { ...draft.value, [entry.code]: { ...saidOf(entry), ...more } };
  };
  const changed = computed(() =>
    (data.value?.entries ?? []).filter((entry) => !same(saidOf(entry), startOf(entry))),
  );
  const lines = () => (data.value?.entries ?? []).map((entry) => ({ code: entry.code, ...saidOf(entry) }));
  return { saidOf, type, changed, lines, clear };
}

/** What the server refused, by line where it names one. */
function useRefusal(actions: readonly { busy: Ref<boolean>; problem: Ref<unknown> }[]) {
  const busy = computed(() => actions.some((one) => one.busy.value));
  const refusal = computed(() => actions.map((one) => one.problem.value).find(Boolean) ?? null);
  const wrong = computed<Record<string, string>>(() => {
    const fields = isProblem(refusal.value) ? refusal.value.fields : {};
    return Object.fromEntries(Object.entries(fields).map(([key, words]) => [key.replace('entries.', ''), words]));
  });
  const complaint = computed(() => {
    const words = Object.values(wrong.value);
    return refusal.value ? words.join('；') || errorText(refusal.value) : '';
  });
  const forget = () => {
    for (const one of actions) one.problem.value = null;
  };
  return { busy, wrong, complaint, forget };
}

const SUBMIT = {
  title: '提交考核表', message: '提交后不能再改，由另一人审核；退回后可以修改。', confirmText: '提交审核',
};
const REOPEN = {
  title: '重新开启', message: '锁定的一版保留不变，另开一版供更正。请写明原因，会留在痕迹里。', confirmText: '重新开启',
};
const DECIDED = { review: '已审核', lock: '已锁定' };

/** One score sheet and what its people do with it. */
export function useSheet(uid: string) {
  const router = useRouter();
  const { data, state, problem, reload } = useLoad((signal) => scoringApi.sheet(uid, signal));
  const said = useSaid(uid, data);
  const version = () => data.value?.version ?? 0;
  const saving = useAction((key: string) => scoringApi.fill(uid, version(), said.lines(), key));
  const submitting = useAction((key: string) => scoringApi.submit(uid, version(), key));
  const deciding = useAction((key: string, step: 'review' | 'lock', word: Word) => scoringApi.decide(uid, step, word, key));
  const reopening = useAction((key: string, reason: string) => scoringApi.reopen(uid, reason, key));
  const { busy, wrong, complaint, forget } = useRefusal([saving, submitting, deciding, reopening]);

  function show(sheet: Sheet | undefined, words: string): boolean {
    if (!sheet) return false;
    data.value = sheet;
    notify(words);
    return true;
  }

  async function save(): Promise<boolean> {
    forget();
    const saved = show(await saving.run(), '已保存');
    if (saved) said.clear();
    return saved;
  }

  async function submit(): Promise<void> {
    if (said.changed.value.length && !(await save())) return;
    forget();
    if (await askConfirm(SUBMIT)) show(await submitting.run(), '已提交，等待审核');
  }

  async function decide(step: 'review' | 'lock', word: Omit<Word, 'digest'>): Promise<void> {
    forget();
    const words = word.verdict === 'return' ? '已退回填报人' : DECIDED[step];
    show(await deciding.run(step, { ...word, digest: data.value?.digest ?? '' }), words);
  }

  async function reopen(): Promise<void> {
    forget();
    const reason = await askReason(REOPEN);
    const again = reason ? await reopening.run(reason) : undefined;
    if (!again) return;
    notify(`已另开第 ${again.number} 版，由填报人更正`);
    await router.push(`/score-sheets/${again.uid}`);
  }

  const { saidOf, type, changed } = said;
  return { data, state, problem, reload, saidOf, type, changed, save, submit, decide, reopen, busy, wrong, complaint };
}
