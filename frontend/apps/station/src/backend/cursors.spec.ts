import { expect, test } from 'vitest';

import { allRows, cursorOf } from './cursors';

test('the cursor is read out of the address of the next page', () => {
  expect(cursorOf('http://x.test/api/v1/lots?cursor=cD0y&unlisted=1')).toBe('cD0y');
  expect(cursorOf('cD0y')).toBe('cD0y');
  expect(cursorOf(null)).toBeNull();
});

test('all rows follow the cursors to the end', async () => {
  const asked: (string | null)[] = [];
  const got = await allRows((cursor) => {
    asked.push(cursor);
    return Promise.resolve(
      cursor ? { results: [3], next: null } : { results: [1, 2], next: '/lots?cursor=b' },
    );
  });
  expect(got).toEqual({ rows: [1, 2, 3], more: false });
  expect(asked).toEqual([null, 'b']);
});

test('a list without an end is cut and says so', async () => {
  const got = await allRows(() => Promise.resolve({ results: [1], next: '?cursor=x' }), 2);
  expect(got).toEqual({ rows: [1, 1], more: true });
});
