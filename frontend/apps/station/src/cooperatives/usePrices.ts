import { computed, ref } from 'vue';

import { useDevice } from '../backend/device';
import { useLocal } from '../backend/lists';
import type { Price, Product } from './api';
import { priceList, productList } from './local';

const HABIT = 'products';
const FIRST_TILES = 8;

export interface Tile {
  product: Product;
  prices: Price[];
}

/** One tile per product, the most received at this station first, those with a price before others. */
export function tilesOf(
  products: readonly Product[], prices: readonly Price[], habit: Record<string, number>,
): Tile[] {
  const tiles = new Map<string, Tile>();
  for (const price of prices) {
    const tile = tiles.get(price.product.uid) ?? { product: price.product, prices: [] };
    tile.prices.push(price);
    tiles.set(price.product.uid, tile);
  }
  for (const product of products) {
    if (!tiles.has(product.uid)) tiles.set(product.uid, { product, prices: [] });
  }
  const often = (tile: Tile) => habit[tile.product.uid] ?? 0;
  return [...tiles.values()].sort((a, b) => often(b) - often(a));
}

/** The price list as tiles; the eight most used first, the rest one tap away. */
export function usePrices() {
  const device = useDevice();
  const habit = device.read<Record<string, number>>(HABIT) ?? {};
  const showsAll = ref(false);
  const products = useLocal(productList);
  const prices = useLocal(priceList);
  const all = computed(() => tilesOf(products.data.value ?? [], prices.data.value ?? [], habit));
  const tiles = computed(() => (showsAll.value ? all.value : all.value.slice(0, FIRST_TILES)));
  const hidden = computed(() => all.value.length - tiles.value.length);

  function remember(product: Product): void {
    habit[product.uid] = (habit[product.uid] ?? 0) + 1;
    device.keep(HABIT, habit);
  }

  return { prices, all, tiles, hidden, showsAll, remember };
}
