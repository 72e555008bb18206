import { useLoad } from '@xiangzhan/ui/base';
import { notify } from '@xiangzhan/ui/desktop';
import { useSession } from '@xiangzhan/ui/session';
import { computed } from 'vue';

import type { FormValues } from '../backend/forms';
import { stationsApi } from './api';
import { areaForms } from './areaForms';

/** One area with its versions and neighbours, and what the administrator may submit. */
export function useArea(code: string) {
  const session = useSession();
  const loaded = useLoad((signal) => stationsApi.area(code, signal));
  const area = loaded.data;

  return {
    ...loaded,
    forms: computed(() => (area.value && session.role === 'SA' ? areaForms(area.value) : [])),
    sender: (path: string) => (values: FormValues, key: string) =>
      stationsApi.submit(`/areas/${code}/${path}`, values, key),
    submitted: async () => {
      notify('已提交，等待县级干部审批');
      await loaded.reload();
    },
    versions: computed(() => (area.value?.versions ?? []).map((row) => ({
      key: String(row.version), what: row.name, when: `自 ${row.in_force_on}`,
      more: [row.closed_on ? `${row.closed_on} 撤销` : '', row.reason].filter(Boolean).join('，'),
    }))),
    neighbours: computed(() => (area.value?.neighbours ?? []).map((row) => ({
      key: row.code + (row.valid_to ?? ''), what: row.name,
      when: row.valid_to ? `${row.valid_to} 起不再相邻` : row.valid_from ? `自 ${row.valid_from}` : '在册',
      more: [row.code, `依据：${row.source}`, row.end_reason].filter(Boolean).join('，'),
    }))),
  };
}
