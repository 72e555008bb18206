import { cleanCode, type Grams, newUuid, parseScan } from '@xiangzhan/core';
import { beep, useScan } from '@xiangzhan/ui/base';
import { useSession } from '@xiangzhan/ui/session';
import { computed, ref, shallowRef, watch } from 'vue';

import { useDevice } from '../backend/device';
import { useLocal } from '../backend/lists';
import { savingProblem } from '../backend/problems';
import { useOutbox } from '../backend/useOutbox';
import { stockList } from './local';
import { t } from './messages.zh';
import { type CountBody, STOCK_COUNT } from './shelfKinds';
import { receiptsAhead, weighedHere } from './weighedHere';

const DRAFT = 'count';

interface Draft {
  found: Record<string, Grams | null>;
  note: string;
}

/** 盘点: what really lies on the shelf, lot by lot. The books are held against it afterwards. */
export function useStockCount(onDone: (uid: string) => void) {
  const outbox = useOutbox();
  const session = useSession();
  const device = useDevice();
  const local = useLocal(stockList, { isEmpty: (rows) => rows.length === 0 });
  const draft = ref<Draft>(device.read<Draft>(DRAFT) ?? { found: {}, note: '' });
  watch(draft, (value) => device.keep(DRAFT, value), { deep: true });
  const typed = ref('');
  const complaint = ref('');
  const problem = shallowRef<unknown>(null);

  /** The shelf as the server told it, with what was weighed in here since. */
  const shelf = computed(() => {
    const told = local.data.value ?? [];
    return [...told, ...weighedHere(outbox.items, session.hat?.uid, told, local.fetchedAt.value)];
  });
  const lots = computed(() => {
    const ending = cleanCode(typed.value);
    return shelf.value.filter((lot) => lot.code.endsWith(ending) || lot.code === parseScan(typed.value).code);
  });
  const lines = computed((): CountBody['lines'] =>
    Object.entries(draft.value.found).flatMap(([lot, on_hand_g]) => (on_hand_g === null ? [] : [{ lot, on_hand_g }])),
  );

  function find(text: string): void {
    const { code } = parseScan(text);
    const known = shelf.value.some((lot) => lot.code === code);
    beep(known);
    complaint.value = known ? '' : t('count.unknown', { code });
    typed.value = known ? code : typed.value;
  }
  useScan((scan, repeated) => {
    if (!repeated) find(scan.code);
  });

  async function save(): Promise<void> {
    complaint.value = lines.value.length ? '' : t('count.none');
    problem.value = null;
    if (complaint.value) return;
    const body: CountBody = { lines: lines.value, note: draft.value.note.trim() };
    const title = t('count.title', { count: body.lines.length });
    try {
      const after = receiptsAhead(outbox.items, body.lines.map((line) => line.lot));
      const [item] = await outbox.add(() => Promise.resolve([{ uid: newUuid(), kind: STOCK_COUNT, title, body, after }]));
      draft.value = { found: {}, note: '' };
      if (item) onDone(item.uid);
    } catch (error) {
      problem.value = savingProblem(error);
    }
  }

  return { local, draft, typed, lots, lines, find, complaint, problem, save };
}
