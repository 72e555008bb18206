import { useLoad } from '@xiangzhan/ui/base';
import { computed, ref } from 'vue';

import { useDevice } from '../backend/device';
import { type Price, pricesApi, type Product } from './api';

const HABIT = 'products';
const FIRST_TILES = 8;

export interface Tile {
  product: Product;
  prices: Price[];
}

/** One tile per product, the most received at this station first. */
export function tilesOf(prices: readonly Price[], habit: Record<string, number>): Tile[] {
  const tiles = new Map<string, Tile>();
  for (const price of prices) {
    const tile = tiles.get(price.product.uid) ?? { product: price.product, prices: [] };
    tile.prices.push(price);
    tiles.set(price.product.uid, tile);
  }
  const often = (tile: Tile) => habit[tile.product.uid] ?? 0;
  return [...tiles.values()].sort((a, b) => often(b) - often(a));
}

/** Today's price list as tiles; the eight most used first, the rest one tap away. */
export function usePrices() {
  const device = useDevice();
  const habit = device.read<Record<string, number>>(HABIT) ?? {};
  const showsAll = ref(false);
  const { data, state, problem, reload } = useLoad((signal) => pricesApi.list(signal), {
    isEmpty: (prices) => prices.length === 0,
  });
  const all = computed(() => tilesOf(data.value ?? [], habit));
  const tiles = computed(() => (showsAll.value ? all.value : all.value.slice(0, FIRST_TILES)));
  const hidden = computed(() => all.value.length - tiles.value.length);

  function remember(price: Price): void {
    habit[price.product.uid] = (habit[price.product.uid] ?? 0) + 1;
    device.keep(HABIT, habit);
  }

  return { data, state, problem, reload, all, tiles, hidden, showsAll, remember };
}
