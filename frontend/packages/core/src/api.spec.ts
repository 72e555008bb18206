import { expect, test } from 'vitest';

import { Api, readCookie } from './api';
import { isProblem } from './problem';

interface Sent {
  url: string;
  init: RequestInit;
  headers: Record<string, string>;
}

function apiAnswering(answer: () => Response | Promise<Response>) {
  const sent: Sent[] = [];
  const signedOut: string[] = [];
  const api = new Api({
    fetch: (url, init = {}) => {
      sent.push({ url: String(url), init, headers: init.headers as Record<string, string> });
      return Promise.resolve(answer());
    },
    readCookies: () => 'a=1; csrftoken=tok%3D; b=2',
    onSignedOut: (problem) => signedOut.push(problem.code),
  });
  return { api, sent, signedOut };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

test('a read carries no key and no token, and leaves out empty filters', async () => {
  const { api, sent } = apiAnswering(() => json({ results: [] }));
  const query = { q: '土豆', status: ['a', 'b'], page: null, empty: '' };
  await expect(api.get('/listings', { query })).resolves.toEqual({ results: [] });
  expect(sent[0]?.url).toBe('/api/v1/listings?q=%E5%9C%9F%E8%B1%86&status=a&status=b');
  expect(sent[0]?.headers).toEqual({ Accept: 'application/json' });
});

test('a deed carries its token and a new key each time', async () => {
  const { api, sent } = apiAnswering(() => json({}, 201));
  await api.post('/orders', { a: 1 });
  await api.post('/orders', { a: 1 });
  const keys = sent.map((call) => call.headers['Idempotency-Key']);
  expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(keys[1]).not.toBe(keys[0]);
  expect(sent[0]?.headers['X-CSRFToken']).toBe('tok=');
  expect(sent[0]?.init.body).toBe('{"a":1}');
});

test('the caller decides the key and the version it edits', async () => {
  const { api, sent } = apiAnswering(() => json({ ok: true }, 200, { ETag: '"2"' }));
  const options = { idempotencyKey: 'k-1', ifMatch: '"1"' };
  const answer = await api.call('PATCH', '/lots/x', { a: 2 }, options);
  expect(sent[0]?.headers).toMatchObject({ 'Idempotency-Key': 'k-1', 'If-Match': '"1"' });
  expect(answer).toMatchObject({ data: { ok: true }, status: 200, etag: '"2"' });
});

test('a file goes as a form with the boundary of the browser', async () => {
  const { api, sent } = apiAnswering(() => json({}));
  const form = new FormData();
  await api.put('/photos', form);
  expect(sent[0]?.init.body).toBe(form);
  expect(sent[0]?.headers['Content-Type']).toBeUndefined();
});

test('an answer without content is undefined', async () => {
  const { api, sent } = apiAnswering(() => new Response(null, { status: 204 }));
  await expect(api.delete('/session')).resolves.toBeUndefined();
  await expect(api.patch('/x', {})).resolves.toBeUndefined();
  expect(sent[0]?.init.body).toBeUndefined();
});

test('a refusal is a problem and a 401 is told to the app', async () => {
  const refusal = { code: 'not_signed_in', detail: '请先登录' };
  const { api, signedOut } = apiAnswering(() => json(refusal, 401, { 'X-Request-Id': 'r-9' }));
  await expect(api.get('/orders')).rejects.toMatchObject({
    status: 401, code: 'not_signed_in', detail: '请先登录', request_id: 'r-9',
  });
  expect(signedOut).toEqual(['not_signed_in']);
});

test('a page of a proxy in place of JSON is a problem', async () => {
  const { api } = apiAnswering(() => new Response('<html>'));
  await expect(api.get('/x')).rejects.toMatchObject({ code: 'unreadable_answer', status: 200 });
});

test('no network is the code offline', async () => {
  const { api } = apiAnswering(() => Promise.reject(new TypeError('Failed to fetch')));
  await expect(api.get('/x')).rejects.toMatchObject({ code: 'offline', status: 0 });
});

function hangingApi() {
  return new Api({
    readCookies: () => '',
    fetch: (_url, init) =>
      new Promise((_resolve, reject) => {
        const fail = () => reject(new DOMException('stopped', 'AbortError'));
        if (init?.signal?.aborted) fail();
        init?.signal?.addEventListener('abort', fail);
      }),
  });
}

test('a server that does not answer in time is the code timeout', async () => {
  await expect(hangingApi().get('/x', { timeoutMs: 5 })).rejects.toMatchObject({ code: 'timeout' });
});

test('a page that was left is the code aborted', async () => {
  const page = new AbortController();
  const call = hangingApi().get('/x', { signal: page.signal });
  page.abort();
  const error: unknown = await call.catch((caught: unknown) => caught);
  expect(isProblem(error, 'aborted')).toBe(true);
  const late = hangingApi().get('/x', { signal: page.signal });
  await expect(late).rejects.toMatchObject({ code: 'aborted' });
});

test('without a token cookie no token is sent', async () => {
  expect(readCookie('', 'csrftoken')).toBeNull();
  const sent: RequestInit[] = [];
  const api = new Api({
    fetch: (_url, init = {}) => {
      sent.push(init);
      return Promise.resolve(new Response(null, { status: 204 }));
    },
  });
  await api.post('/x');
  expect(Object.keys(sent[0]?.headers ?? {})).toEqual(['Accept', 'Idempotency-Key']);
});
