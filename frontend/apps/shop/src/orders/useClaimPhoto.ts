import { errorText } from '@xiangzhan/core';
import { shrink, useAction } from '@xiangzhan/ui/base';
import { computed } from 'vue';

import { ordersApi } from './api';
import type { ClaimDraft } from './claimRules';

/** A photo loses place and camera here and again on the server; the claim names what was kept. */
export function useClaimPhoto(number: string, draft: ClaimDraft) {
  const { run, busy, problem } = useAction(async (_key: string, file: File) =>
    ordersApi.keepClaimPhoto(number, await shrink(file)),
  );
  const complaint = computed(() => (problem.value ? errorText(problem.value) : ''));

  async function pick(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    const kept = file && (await run(file));
    if (!kept) return;
    draft.photo_hash = kept.hash;
    draft.photo_url = kept.thumb_url;
  }

  return { pick, busy, complaint };
}
