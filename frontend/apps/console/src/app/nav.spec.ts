import { navFor } from '@xiangzhan/ui/session';
import { expect, test } from 'vitest';

import { groups, homeOf } from './nav';

test.each([
  ['CO', '/overview'], ['TO', '/overview'], ['PS', '/overview'], ['AU', '/overview'],
  ['CM', '/inbox'], ['CA', '/orders'], ['CS', '/orders'], ['SA', '/accounts'],
])('%s starts at "%s"', (role, home) => {
  expect(homeOf(role)).toBe(home);
});

test('an administrator is offered no list of people, and of money the closed months alone', () => {
  const offered = navFor(groups, 'SA').flatMap((group) => group.items.map((item) => item.to));
  expect(offered).toEqual([
    '/indicators', '/areas', '/place-changes', '/products', '/settings', '/period-closes', '/imports', '/exports',
    '/accounts', '/assignments', '/devices', '/partners', '/health', '/',
  ]);
});

test('an official is offered prices and voids, not the desk of a cooperative', () => {
  const offered = navFor(groups, 'CO').flatMap((group) => group.items.map((item) => item.to));
  expect(offered).toContain('/prices');
  for (const desk of ['/listings', '/stock', '/lots', '/receipts']) expect(offered).not.toContain(desk);
});
