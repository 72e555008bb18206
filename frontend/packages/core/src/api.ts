import { type ApiProblem, type LocalCode, localProblem, problemFromAnswer } from './problem';
import { newUuid } from './uuid';

export type QueryValue = string | number | boolean | null | undefined;
export type Query = Record<string, QueryValue | readonly QueryValue[]>;

export interface CallOptions {
  query?: Query;
  /** From the tap to the database: pass the same uuid again to repeat a call safely. */
  idempotencyKey?: string;
  /** ETag of the version being edited. */
  ifMatch?: string;
  signal?: AbortSignal;
  timeoutMs?: number;
}

export interface Answer<T> {
  data: T;
  status: number;
  etag: string | null;
  headers: Headers;
}

export interface ApiSettings {
  base?: string;
  timeoutMs?: number;
  fetch?: typeof fetch;
  readCookies?: () => string;
  /** Called on every 401, so that the app can ask for a new sign-in without losing its work. */
  onSignedOut?: (problem: ApiProblem) => void;
  /** The token of a bound device; without one the session of the browser speaks. */
  deviceToken?: () => string | null;
  /** Every answer of the server, e.g. to compare clocks. Times are of this device. */
  onAnswer?: (headers: Headers, sentMs: number, gotMs: number) => void;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const DEFAULT_TIMEOUT_MS = 30_000;

/** The only door to the server: same origin, CSRF, idempotency and problems in one place. */
export class Api {
  constructor(private readonly settings: ApiSettings = {}) {}

  async get<T>(path: string, options: CallOptions = {}): Promise<T> {
    return (await this.call<T>('GET', path, undefined, options)).data;
  }

  async post<T>(path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
    return (await this.call<T>('POST', path, body, options)).data;
  }

  async put<T>(path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
    return (await this.call<T>('PUT', path, body, options)).data;
  }

  async patch<T>(path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
    return (await this.call<T>('PATCH', path, body, options)).data;
  }

  async delete<T = void>(path: string, options: CallOptions = {}): Promise<T> {
    return (await this.call<T>('DELETE', path, undefined, options)).data;
  }

  /** As the verbs above, with status, ETag and headers. `body` may be FormData. */
  async call<T>(
    method: Method,
    path: string,
    body?: unknown,
    options: CallOptions = {},
  ): Promise<Answer<T>> {
    const response = await this.send(method, path, body, options);
    const parsed = await readBody(response);
    if (!response.ok) {
      const problem = problemFromAnswer(
        response.status,
        parsed,
        response.headers.get('X-Request-Id') ?? '',
      );
      if (problem.status === 401) this.settings.onSignedOut?.(problem);
      throw problem;
    }
    if (parsed === UNREADABLE) throw localProblem('unreadable_answer', response.status);
    return {
      data: parsed as T,
      status: response.status,
      etag: response.headers.get('ETag'),
      headers: response.headers,
    };
  }

  private async send(method: Method, path: string, body: unknown, options: CallOptions) {
    const limit = options.timeoutMs ?? this.settings.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const stop = stopAfter(limit, options.signal);
    const sentMs = Date.now();
    try {
      const response = await (this.settings.fetch ?? fetch)(this.address(path, options.query), {
        method,
        headers: this.headers(method, body, options),
        body: encodeBody(body),
        credentials: 'same-origin',
        signal: stop.signal,
      });
      this.settings.onAnswer?.(response.headers, sentMs, Date.now());
      return response;
    } catch {
      throw localProblem(stop.why());
    } finally {
      stop.release();
    }
  }

  private headers(method: Method, body: unknown, options: CallOptions): Record<string, string> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (body !== undefined && !(body instanceof FormData)) {
      headers['Content-Type'] = 'application/json';
    }
    if (options.ifMatch) headers['If-Match'] = options.ifMatch;
    Object.assign(headers, this.deviceHeader());
    if (method === 'GET') return headers;
    headers['Idempotency-Key'] = options.idempotencyKey ?? newUuid();
    const token = readCookie(this.settings.readCookies?.() ?? document.cookie, 'csrftoken');
    if (token) headers['X-CSRFToken'] = token;
    return headers;
  }

  private deviceHeader(): Record<string, string> {
    const token = this.settings.deviceToken?.();
    return token ? { Authorization: `Device ${token}` } : {};
  }

  private address(path: string, query: Query = {}): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      for (const one of Array.isArray(value) ? value : [value]) {
        if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
      }
    }
    const base = this.settings.base ?? '/api/v1';
    const text = search.toString();
    return text ? `${base}${path}?${text}` : `${base}${path}`;
  }
}

/** AbortSignal.timeout and .any are younger than the oldest browser we serve. */
function stopAfter(limitMs: number, outer?: AbortSignal) {
  const controller = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, limitMs);
  const stop = () => controller.abort();
  outer?.addEventListener('abort', stop);
  if (outer?.aborted) stop();
  const why = (): LocalCode => {
    if (outer?.aborted) return 'aborted';
    return late ? 'timeout' : 'offline';
  };
  const release = () => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  };
  return { signal: controller.signal, why, release };
}

/** A page of a cursor list: `next` is the cursor of the following page, null at the end. */
export interface Page<T> {
  results: T[];
  next: string | null;
}

export function readCookie(cookies: string, name: string): string | null {
  for (const part of cookies.split(';')) {
    const [key, ...rest] = part.trim().split('=');
    if (key === name) return decodeURIComponent(rest.join('='));
  }
  return null;
}

const UNREADABLE = Symbol('unreadable');

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204 || response.status === 205) return undefined;
  const text = await response.text().catch(() => null);
  if (text === '') return undefined;
  try {
    return JSON.parse(text ?? '?') as unknown;
  } catch {
    return UNREADABLE;
  }
}

function encodeBody(body: unknown): BodyInit | undefined {
  if (body === undefined) return undefined;
  return body instanceof FormData ? body : JSON.stringify(body);
}
