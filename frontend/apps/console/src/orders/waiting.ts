import { instantText } from '../backend/words';
import type { PayoutRun } from './payoutApi';
import type { RunDetail } from './settlingApi';

const NAMES: Readonly<Record<string, string>> = { CM: '理事长', PS: '村支部书记', TO: '乡镇干部' };

/** While it hangs on the wall nobody can say yes; sending it back is always possible. */
export function hangs(run: RunDetail, now: Date): boolean {
  return run.state === 'notice' && run.notice_until !== null && now < new Date(run.notice_until);
}

/** Whose turn it is, for everybody who looks at a run; empty where the page offers the deed itself. */
export function waitText(run: RunDetail, now: Date): string {
  const who = run.waits_for.map((role) => NAMES[role] ?? role).join('、');
  if (hangs(run, now)) return `公示到 ${instantText(run.notice_until)} 期满，期满后由${who}确认；此前只能退回。`;
  if (run.state === 'notice') return `公示已期满，等待${who}确认。`;
  if (run.state === 'checking') return `等待${who}复核。`;
  return run.state === 'approved' && !run.can_make ? '已同意，等待会计过账。' : '';
}

export function payoutWaitText(run: PayoutRun): string {
  if (run.state === 'prepared' && !run.can_decide) return '等待批准：先由理事长，金额较大的再由监事。';
  return run.state === 'reconciled' ? '每户都有结果，由理事长或监事核对后关闭；失败和退回的在结算单上另建批次再付。' : '';
}
