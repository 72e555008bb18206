import { type Box, boxOf, formatInstant } from '@xiangzhan/core';
import { computed, ref } from 'vue';
import { useRoute } from 'vue-router';

import { saveBackup } from './backup';
import { t } from './messages.zh';
import { useBindings } from './useBindings';
import { useOutbox } from './useOutbox';

const BOXES: Box[] = ['draft', 'waiting', 'sent', 'attention'];
const MOST_SHOWN = 200;

/** The four boxes, each with its count; a hurry leads straight to what needs a person. */
export function useOutboxPage() {
  const route = useRoute();
  const outbox = useOutbox();
  const bindings = useBindings();
  const exported = ref('');
  const box = computed<Box>(() => {
    const asked = BOXES.find((one) => one === route.query.status);
    return asked ?? (outbox.counts.attention ? 'attention' : 'waiting');
  });
  const tabs = computed(() =>
    BOXES.map((value) => ({ value, label: `${t(`box.${value}`)} ${outbox.counts[value]}` })),
  );
  const rows = computed(() => {
    const own = outbox.items.filter((item) => boxOf(item) === box.value);
    return (box.value === 'sent' ? own.reverse() : own).slice(0, MOST_SHOWN);
  });

  async function exportBackup(): Promise<void> {
    const letter = bindings.active?.letter ?? '';
    const station = bindings.active?.station.name ?? '';
    const time = formatInstant(new Date()).replace(/[ :]/g, '-');
    await saveBackup(t('backup.name', { letter, time }), { letter, station });
    exported.value = `已导出 ${outbox.unsent.length} 条`;
  }

  return { box, tabs, rows, outbox, exportBackup, exported };
}
