import { useLoad } from '@xiangzhan/ui/base';
import { computed, ref } from 'vue';
import { useRoute } from 'vue-router';

import { catalogueApi } from './api';
import { type CartLine, MOST_PER_LINE, useCart } from './cart';

/** What is being ordered: one product bought at once (named in the address) or the whole cart. */
export function useCheckoutLines() {
  const cart = useCart();
  const { listing, quantity } = useRoute().query;
  const atOnce = typeof listing === 'string' && listing ? listing : null;
  const wanted = ref(Math.min(Math.max(Number(quantity) || 1, 1), MOST_PER_LINE));

  const load = useLoad(
    async (signal): Promise<CartLine | null> => {
      if (!atOnce) return null;
      const { uid, title, price, picture, station_name } = await catalogueApi.listing(atOnce, signal);
      return { listing: uid, quantity: wanted.value, title, price, picture, station_name };
    },
    { immediate: atOnce !== null },
  );

  const lines = computed<CartLine[]>(() => {
    if (!atOnce) return cart.lines;
    const line = load.data.value;
    return line && wanted.value > 0 ? [{ ...line, quantity: wanted.value }] : [];
  });

  /** Takes at most this many of a listing; none takes the line out. */
  function limit(uid: string, most: number): void {
    const line = lines.value.find((one) => one.listing === uid);
    if (!line || line.quantity <= most) return;
    if (atOnce) wanted.value = most;
    else if (most < 1) cart.remove(uid);
    else cart.setQuantity(uid, most);
  }

  function ordered(): void {
    if (!atOnce) cart.remove(...lines.value.map((line) => line.listing));
  }

  const state = computed(() => (atOnce ? load.state.value : 'ready'));
  const changeAt = atOnce ? `/shop/p/${atOnce}` : '/shop/cart';
  return { lines, limit, ordered, changeAt, state, problem: load.problem, reload: load.reload };
}
