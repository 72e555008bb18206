import { useLoad } from '@xiangzhan/ui/base';
import { notify } from '@xiangzhan/ui/desktop';
import { useSession } from '@xiangzhan/ui/session';
import { computed } from 'vue';

import type { Field, FormValues } from '../backend/forms';
import { stationsApi } from './api';
import { BRANCH_KINDS, spanText } from './words';

export const COUNT_FIELDS: readonly Field[] = [
  { key: 'counted_on', label: '日期', kind: 'date', required: true, hint: '一天登记一次' },
  { key: 'member_count', label: '党员人数', kind: 'number', required: true },
];

/** One branch: its name, its counts over time, the stations it leads or hosts. */
export function useBranch(uid: string) {
  const session = useSession();
  const loaded = useLoad((signal) => stationsApi.branch(uid, signal));
  const { data } = loaded;
  const fields = computed<readonly Field[]>(() => [
    { key: 'name', label: '名称', required: true, value: data.value?.name },
    { key: 'kind', label: '类型', kind: 'choice', choices: BRANCH_KINDS, value: data.value?.kind },
    { key: 'on', label: '新名称生效日期', kind: 'date', required: true, hint: '不晚于今天，晚于上一次更名' },
    { key: 'reason', label: '更名原因', kind: 'long', hint: '名称有变时必填，例如批复文号' },
  ]);
  const renames = computed(() => (data.value?.renames ?? []).map((row) => ({
    key: row.effective_on, what: `${row.before} → ${row.after}`, when: `自 ${row.effective_on}`,
    more: `${row.by_name}：${row.reason}`,
  })));
  const counts = computed(() => (data.value?.counts ?? []).map((row) => ({
    key: row.counted_on, what: `${row.member_count} 名`, when: row.counted_on,
  })));
  const stations = computed(() => (data.value?.stations ?? []).map((row) => ({
    key: row.station_uid + row.valid_from, what: row.station_name,
    when: spanText(row.valid_from, row.valid_to), more: row.part_name,
  })));

  return {
    ...loaded,
    mayEdit: computed(() => ['CO', 'TO'].includes(session.role)),
    fields,
    counts,
    renames,
    stations,
    edit: (values: FormValues, key: string) =>
      stationsApi.editBranch(uid, { ...values, version: data.value?.version ?? 0 }, key),
    count: (values: FormValues, key: string) => stationsApi.count(uid, values, key),
    done: async () => {
      notify('已保存');
      await loaded.reload();
    },
  };
}
