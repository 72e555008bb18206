import { navFor } from '@xiangzhan/ui/session';
import { expect, test } from 'vitest';

import { groups, homeOf } from './nav';

test.each([
  ['CO', '/overview'], ['TO', '/overview'], ['PS', '/overview'], ['AU', '/overview'],
  ['CM', '/inbox'], ['CA', '/orders'], ['CS', '/orders'], ['SA', '/accounts'],
])('%s starts at "%s"', (role, home) => {
  expect(homeOf(role)).toBe(home);
});

test('an administrator is offered no list of people or money', () => {
  const offered = navFor(groups, 'SA').flatMap((group) => group.items.map((item) => item.to));
  expect(offered).toEqual([
    '/areas', '/place-changes', '/imports', '/exports',
    '/accounts', '/assignments', '/devices', '/partners', '/health', '/',
  ]);
});

test('an official is not offered the desk of a cooperative', () => {
  const labels = navFor(groups, 'CO').map((group) => group.label);
  expect(labels).toEqual(['办理', '成效', '农户与合作社', '站点与区划', '党建与帮扶', '数据', '系统']);
});
