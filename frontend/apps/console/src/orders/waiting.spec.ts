import { expect, it } from 'vitest';

import type { RunDetail } from './settlingApi';
import { hangs, waitText } from './waiting';

const run = { state: 'notice', notice_until: '2026-12-06T05:30:00+08:00', waits_for: ['PS'], can_make: false } as RunDetail;
const day = (text: string) => new Date(`${text}T12:00:00+08:00`);

it('a run on the wall can be confirmed only after its notice', () => {
  expect(hangs(run, day('2026-12-05'))).toBe(true);
  expect(waitText(run, day('2026-12-05'))).toContain('此前只能退回');
  expect(hangs(run, day('2026-12-07'))).toBe(false);
});

it('says whose word a run waits for', () => {
  expect(waitText(run, day('2026-12-07'))).toBe('公示已期满，等待村支部书记确认。');
  expect(waitText({ ...run, waits_for: ['TO'] }, day('2026-12-07'))).toBe('公示已期满，等待乡镇干部确认。');
  expect(waitText({ ...run, state: 'checking', waits_for: ['CM'] }, day('2026-12-01'))).toBe('等待理事长复核。');
});
