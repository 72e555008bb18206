import { errorText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { askConfirm, notify } from '@xiangzhan/ui/desktop';
import { computed } from 'vue';

import { type Sheet, scoringApi } from './api';

/** Files and notes behind the lines of a sheet; each deed shows the sheet as it is then. */
export function useEvidence(uid: string, show: (sheet: Sheet | null) => void) {
  const adding = useAction((key: string, code: string, text: string, file: File | null) => {
    const body = new FormData();
    body.set('code', code);
    body.set('text', text);
    if (file) body.set('file', file);
    return scoringApi.prove(uid, body, key);
  });
  const opening = useAction((key: string, proof: string) => scoringApi.openProof(proof, key));
  const dropping = useAction((key: string, proof: string) => scoringApi.dropProof(proof, key).then(() => true));
  const busy = computed(() => adding.busy.value || dropping.busy.value);

  function complain(problem: unknown): void {
    if (problem) notify(errorText(problem), 'error');
  }

  async function add(code: string, text: string, file: File | null): Promise<boolean> {
    const sheet = await adding.run(code, text, file);
    if (sheet) show(sheet);
    complain(adding.problem.value);
    return sheet !== undefined;
  }

  async function open(proof: string): Promise<void> {
    const link = await opening.run(proof);
    if (link) window.location.assign(link.url);
    complain(opening.problem.value);
  }

  async function drop(proof: string, text: string): Promise<void> {
    const sure = await askConfirm({ title: '删去依据', message: `删去“${text}”。`, confirmText: '删去' });
    if (sure && (await dropping.run(proof))) show(null);
    complain(dropping.problem.value);
  }

  return { add, open, drop, busy };
}
