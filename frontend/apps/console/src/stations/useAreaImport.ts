import { errorText } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { askReason, notify } from '@xiangzhan/ui/desktop';
import { computed, ref } from 'vue';
import { useRouter } from 'vue-router';

import { todayText } from '../backend/forms';
import { stationsApi } from './api';

/** UTF-8, or GB 18030 as older office programs save it. */
export async function readCsv(file: Blob): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** A file is tried first; what it would do is shown; then it is submitted. */
export function useAreaImport() {
  const router = useRouter();
  const csv = ref('');
  const fileName = ref('');
  const editionOn = ref(todayText());
  const body = () => ({ csv: csv.value, edition_on: editionOn.value });
  const trying = useAction((key: string, sent: ReturnType<typeof body>) => stationsApi.tryImport(sent, key));
  const sending = useAction((key: string, sent: ReturnType<typeof body>, reason: string) =>
    stationsApi.submit('/areas/import', { ...sent, reason }, key),
  );
  const plan = ref<Awaited<ReturnType<typeof trying.run>>>();
  const refused = computed(() => sending.problem.value ?? trying.problem.value);

  async function choose(event: Event): Promise<void> {
    const file = (event.target as HTMLInputElement).files?.[0];
    plan.value = undefined;
    if (!file) return;
    fileName.value = file.name;
    csv.value = await readCsv(file);
  }

  async function attempt(): Promise<void> {
    plan.value = await trying.run(body());
  }

  async function submit(): Promise<void> {
    const reason = await askReason({
      title: '提交导入', message: '请写明依据，例如批复文号；县级干部审批时会看到。', confirmText: '提交审批',
    });
    if (!reason || !(await sending.run(body(), reason))) return;
    notify('已提交，等待县级干部审批');
    await router.push('/place-changes');
  }

  return {
    csv, fileName, editionOn, plan, choose, attempt, submit,
    busy: computed(() => trying.busy.value || sending.busy.value),
    complaint: computed(() => (refused.value ? errorText(refused.value) : '')),
  };
}
