import { errorText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { askConfirm, askReason, notify } from '@xiangzhan/ui/desktop';
import { computed } from 'vue';

import { usePages } from '../backend/usePages';
import { contentText } from './settingWords';
import { type Proposal, settingsApi } from './settingsApi';
import { useFeeTrial } from './useFeeTrial';

/** The county's rules of fees, shipping and accounts: drafted by one person, agreed to by another. */
export function useSettings() {
  const pages = usePages<Proposal>(settingsApi.list, []);
  const trial = useFeeTrial();
  const deciding = useAction((key: string, one: Proposal, verdict: 'approve' | 'reject', why: string) =>
    settingsApi.decide(one, verdict, why, key),
  );
  const complaint = computed(() =>
    deciding.problem.value ? errorText(deciding.problem.value) : trial.complaint.value,
  );

  async function agree(one: Proposal): Promise<void> {
    const sure = await askConfirm({
      title: `同意${one.kind_name}`,
      message: `${contentText(one)}。公布后不能修改，只能另发新版。`,
      confirmText: '同意并公布',
    });
    if (sure && (await deciding.run(one, 'approve', ''))) await done('已公布');
  }

  async function refuse(one: Proposal): Promise<void> {
    const why = await askReason({
      title: `不同意${one.kind_name}`, message: '请写明原因，提出人会看到这段话。', confirmText: '不同意',
    });
    if (why && (await deciding.run(one, 'reject', why))) await done('已告知提出人');
  }

  async function done(words: string): Promise<void> {
    notify(words);
    await pages.reload();
  }

  const busy = computed(() => deciding.busy.value || trial.busy.value);
  return { ...pages, preview: trial.preview, tryOut: trial.tryOut, agree, refuse, done, busy, complaint };
}
