import { useAction } from '@xiangzhan/ui/base';
import { notify } from '@xiangzhan/ui/desktop';
import type { useSession } from '@xiangzhan/ui/session';
import { computed, type Ref } from 'vue';

import { useDeed } from '../backend/useDeed';
import { type Line, type RunDetail, settlingApi } from './settlingApi';

type Reload = () => Promise<void> | void;
const POSTED = ['posted', 'partially_paid', 'paid', 'closed'];
// What a sale, a purchase or a correction says; deductions and advances follow from agreements.
const said = (row: Line) => row.kind !== 'deduction' && row.kind !== 'advance';

/** What may be done with one line of a run, by whom and when. */
export function useLines(run: Ref<RunDetail | null>, session: ReturnType<typeof useSession>) {
  const leaving = useDeed(settlingApi.leaveOut);
  const objecting = useDeed(settlingApi.object);
  const taking = useAction((key: string, uid: string) => settlingApi.takeIn(uid, key));
  const draft = computed(() => run.value?.state === 'calculated' && run.value.can_make);
  const hangs = computed(() => ['checking', 'notice'].includes(run.value?.state ?? '') && session.role === 'PS');
  const settled = computed(() => POSTED.includes(run.value?.state ?? '') && (run.value?.can_make ?? false));

  async function takeIn(row: Line, reload: Reload): Promise<void> {
    if (!(await taking.run(row.uid))) return;
    notify('已重新计入');
    await reload();
  }

  return {
    mayLeaveOut: (row: Line) => draft.value && row.state === 'included' && said(row),
    mayTakeIn: (row: Line) => draft.value && row.by_hand,
    mayObject: (row: Line) => hangs.value && row.state === 'included' && said(row),
    mayCorrect: (row: Line) => settled.value && row.state === 'included' && said(row),
    leaveOut: (row: Line, reload: Reload) =>
      leaving.ask(row.uid, { title: '本次不结', message: '这条明细转到以后的结算，原因会留在单上。', confirmText: '本次不结' }, '已排除，合计已重算', reload),
    object: (row: Line, reload: Reload) =>
      objecting.ask(row.uid, { title: '代农户提出异议', message: '只有这条明细暂缓，其余照常结算。请写明农户说的情况。', confirmText: '提出异议' }, '已提出，等待合作社答复', reload),
    takeIn,
    busy: computed(() => leaving.busy.value || objecting.busy.value || taking.busy.value),
  };
}
