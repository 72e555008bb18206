import { errorText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { askConfirm, askReason, notify } from '@xiangzhan/ui/desktop';
import { computed, shallowRef } from 'vue';

import { todayText } from '../backend/forms';
import { usePages } from '../backend/usePages';
import { contentText } from './settingForms';
import { type FeePreview, type Proposal, settingsApi } from './settingsApi';

const QUARTER_MS = 91 * 86_400_000;

/** The county's rules of fees, shipping and accounts: drafted by one person, agreed to by another. */
export function useSettings() {
  const pages = usePages<Proposal>(settingsApi.list, []);
  const preview = shallowRef<FeePreview | null>(null);
  const deciding = useAction((key: string, one: Proposal, verdict: 'approve' | 'reject', why: string) =>
    settingsApi.decide(one, verdict, why, key),
  );
  const trying = useAction((_key: string, one: Proposal) =>
    settingsApi.preview(one.content, todayText(new Date(Date.now() - QUARTER_MS)), todayText()),
  );
  const complaint = computed(() => {
    const problem = deciding.problem.value ?? trying.problem.value;
    return problem ? errorText(problem) : '';
  });

  async function tryOut(one: Proposal): Promise<void> {
    preview.value = (await trying.run(one)) ?? null;
  }

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

  const busy = computed(() => deciding.busy.value || trying.busy.value);
  return { ...pages, preview, tryOut, agree, refuse, done, busy, complaint };
}
