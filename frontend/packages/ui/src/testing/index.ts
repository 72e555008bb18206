import { mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter, type RouteRecordRaw } from 'vue-router';

const Nothing = { render: () => null };

/** The one harness of component specs: a page with its own store and an address of memory. */
export async function mountPage(
  page: Component,
  options: {
    props?: Record<string, unknown>;
    slots?: Record<string, string>;
    path?: string;
    routes?: RouteRecordRaw[];
  } = {},
) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: options.routes ?? [{ path: '/:rest(.*)*', component: Nothing }],
  });
  await router.push(options.path ?? '/');
  const wrapper = mount(page, {
    props: options.props,
    slots: options.slots,
    global: { plugins: [createPinia(), router] },
    attachTo: document.body,
  });
  return { wrapper, router };
}

export interface Sent {
  method: string;
  path: string;
  body: unknown;
  headers: Record<string, string>;
}

/** Stands in for the server at the border of the browser: answers by "METHOD /path", notes calls. */
export function answerFetch(answers: Record<string, { status?: number; body?: unknown }>) {
  const sent: Sent[] = [];
  const answer = (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const path = new URL(String(input), 'http://localhost').pathname.replace(/^\/api\/v1/, '');
    const method = init.method ?? 'GET';
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : init.body;
    sent.push({ method, path, body, headers: init.headers as Record<string, string> });
    const found = answers[`${method} ${path}`];
    if (!found) return Promise.reject(new TypeError(`no answer for ${method} ${path}`));
    const status = found.status ?? 200;
    const text = found.body === undefined ? null : JSON.stringify(found.body);
    return Promise.resolve(new Response(status === 204 ? null : text, { status }));
  };
  globalThis.fetch = answer as typeof fetch;
  return sent;
}
