import type { Fen } from '@xiangzhan/core';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';

import type { Order } from './models';

const KEY = 'xz-cart';
export const MOST_PER_LINE = 99;

/** What was seen when it was put in, so that the cart can be shown without network or sign-in. */
export interface CartLine {
  listing: string;
  quantity: number;
  title: string;
  price: Fen;
  picture: string;
  station_name: string;
}

/** The cart lives on the device: it works signed out, survives a reload and follows other tabs. */
export const useCart = defineStore('cart', () => {
  const lines = ref<CartLine[]>(readLines());
  const count = computed(() => lines.value.reduce((sum, line) => sum + line.quantity, 0));

  watch(lines, (now) => localStorage.setItem(KEY, JSON.stringify(now)), { deep: true });
  window.addEventListener('storage', (event) => {
    if (event.key === KEY) lines.value = readLines();
  });

  /** Adds up to what is in stock and says how many stand in the cart now. */
  function add(line: CartLine, available: number): number {
    const known = lines.value.find((one) => one.listing === line.listing);
    const most = Math.min(available, MOST_PER_LINE);
    const quantity = Math.min((known?.quantity ?? 0) + line.quantity, most);
    if (known) Object.assign(known, line, { quantity });
    else lines.value.push({ ...line, quantity });
    return quantity;
  }

  /** An order's lines once more, at the price of then: the cart says what changed since. */
  function addAgain(order: Pick<Order, 'lines'>): void {
    for (const { listing, quantity, title, price, picture, station_name } of order.lines) {
      add({ listing, quantity, title, price, picture, station_name }, MOST_PER_LINE);
    }
  }

  function setQuantity(listing: string, quantity: number): void {
    const line = lines.value.find((one) => one.listing === listing);
    if (line) line.quantity = quantity;
  }

  function remove(...listings: string[]): void {
    lines.value = lines.value.filter((line) => !listings.includes(line.listing));
  }

  return { lines, count, add, addAgain, setQuantity, remove };
});

function readLines(): CartLine[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isCartLine) : [];
  } catch {
    return [];
  }
}

function isCartLine(value: unknown): value is CartLine {
  const line = value as Partial<CartLine> | null;
  return (
    typeof line?.listing === 'string' &&
    typeof line.title === 'string' &&
    Number.isInteger(line.price) &&
    Number.isInteger(line.quantity) &&
    Number(line.quantity) > 0
  );
}
