import { describe, expect, it } from 'vitest';

import { newIssueFields, stepsOf } from './issueForms';

describe('the task list as it is typed', () => {
  it('takes one step a line and its own day from the end of the line', () => {
    expect(stepsOf('更换灭火器 2026-10-08\n\n 张贴检查卡', '2026-10-28')).toEqual([
      { words: '更换灭火器', due_on: '2026-10-08' },
      { words: '张贴检查卡', due_on: '2026-10-28' },
    ]);
  });
});

describe('a prefilled link', () => {
  it('fixes the source and leaves the place to the station it names', () => {
    const fields = newIssueFields({ source_kind: 'inspection', station: 'u', title: '检查' }, false);
    expect(fields.map(({ key }) => key)).toEqual(['title', 'words', 'source_kind']);
    expect(fields[2]?.choices).toEqual([['inspection', '服务站检查']]);
  });

  it('asks for the place where nothing names it', () => {
    expect(newIssueFields({}, false).map(({ key }) => key)).toContain('area_code');
  });
});
