import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { expect, type Page } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface Card {
  uid: string;
  title: string;
  price: string;
  available_packages: number;
}

export async function rowsOf<T>(page: Page, path: string): Promise<T[]> {
  const answer = await page.request.get(`/api/v1/${path}`);
  return ((await answer.json()) as { results: T[] }).results;
}

/** The first card of the whole catalogue that is as wanted. */
export async function cardWhere(page: Page, wanted: (card: Card) => boolean): Promise<Card> {
  let next: string | null = '/api/v1/public/listings?page_size=50';
  while (next) {
    const list = (await (await page.request.get(next)).json()) as { results: Card[]; next: string | null };
    const found = list.results.find(wanted);
    if (found) return found;
    next = list.next;
  }
  throw new Error('the demo has no such listing');
}

/** The code of a lot that a listing sells from. */
export async function lotOf(page: Page, listing: string): Promise<string> {
  const story = (await (await page.request.get(`/api/v1/public/listings/${listing}`)).json()) as {
    provenance: { lots: { code: string }[] };
  };
  return story.provenance.lots[0]?.code ?? '';
}

/** Everything that is left of a listing is ordered under this page's session. */
export async function buyAllOf(page: Page, card: Card, quantity: number): Promise<void> {
  const csrf = (await page.context().cookies()).find((one) => one.name === 'csrftoken')?.value ?? '';
  const answer = await page.request.post('/api/v1/orders', {
    headers: { 'X-CSRFToken': csrf, 'Idempotency-Key': crypto.randomUUID() },
    data: {
      lines: [{ listing: card.uid, quantity, price: card.price }],
      receiver: { name: '周敏', phone: '15490009999', region: '青海省 西宁市 城中区', address: '长江路 1 号' },
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
}

/** The office strikes the commitment of a lot off. */
export function revokeLot(code: string): void {
  const lines = [
    'from django.utils import timezone',
    'from cooperatives.models import Certificate',
    `assert Certificate.objects.filter(lot__code='${code}').update(revoked_at=timezone.now())`,
  ];
  execFileSync('.venv/bin/python', ['manage.py', 'shell', '-v0', '-c', lines.join('\n')], { cwd: ROOT });
}
