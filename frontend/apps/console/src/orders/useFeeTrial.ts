import { errorText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { computed, shallowRef } from 'vue';

import { todayText } from '../backend/forms';
import { type FeePreview, type Proposal, settingsApi } from './settingsApi';

const QUARTER_MS = 91 * 86_400_000;

/** What a fee rule would have made of the last quarter's sales; changes nothing. */
export function useFeeTrial() {
  const preview = shallowRef<FeePreview | null>(null);
  const { run, busy, problem } = useAction((_key: string, content: Proposal['content']) =>
    settingsApi.preview(content, todayText(new Date(Date.now() - QUARTER_MS)), todayText()),
  );
  const complaint = computed(() => (problem.value ? errorText(problem.value) : ''));

  async function tryOut(content: Proposal['content']): Promise<void> {
    preview.value = (await run(content)) ?? null;
  }

  return { preview, tryOut, busy, complaint };
}
