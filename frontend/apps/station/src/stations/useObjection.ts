import { errorText, isProblem } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { computed, reactive } from 'vue';

import { stationsApi } from './api';

/** The operator's objection to a grade: what was typed stays until the server has it. */
export function useObjection(reload: () => Promise<void>) {
  const words = reactive<Record<string, string>>({});
  const { run, busy, problem } = useAction((key: string, inspection: string, text: string) =>
    stationsApi.object(inspection, text, key),
  );
  const complaint = computed(() => {
    if (!problem.value) return '';
    return (isProblem(problem.value) && problem.value.fields.words) || errorText(problem.value);
  });

  async function send(inspection: string): Promise<void> {
    if (!(await run(inspection, (words[inspection] ?? '').trim()))) return;
    words[inspection] = '';
    await reload();
  }

  return { words, send, busy, complaint };
}
