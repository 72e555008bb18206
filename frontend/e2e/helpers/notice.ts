import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAST = [
  'from datetime import timedelta as t',
  'from django.db.models import F',
  'from orders.models import SettlementRun as R',
  'R.objects.filter(state="notice").update(notice_from=F("notice_from") - t(6), notice_until=F("notice_until") - t(6))',
].join('; ');

/** Five days on the wall, in the county that the journeys walk: nobody waits for them. */
export function letNoticesEnd(): void {
  execFileSync('.venv/bin/python', ['manage.py', 'shell', '-v0', '-c', PAST], { cwd: ROOT });
}
