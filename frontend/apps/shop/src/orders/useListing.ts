import { useAction, useLoad } from '@xiangzhan/ui/base';
import { computed, ref, watch } from 'vue';
import { useRouter } from 'vue-router';

import { catalogueApi } from './api';
import { MOST_PER_LINE, useCart } from './cart';
import { t } from './messages.zh';

/** One product on sale and the two ways to take it. */
export function useListing(uid: () => string) {
  const cart = useCart();
  const router = useRouter();
  const quantity = ref(1);
  const said = ref('');

  const load = useLoad((signal) => catalogueApi.listing(uid(), signal), { immediate: false });
  watch(uid, () => {
    quantity.value = 1;
    said.value = '';
    void load.reload();
  }, { immediate: true });

  const most = computed(() =>
    Math.min(load.data.value?.available_packages ?? 0, MOST_PER_LINE),
  );
  const soldOut = computed(() => most.value < 1);

  function addToCart(): void {
    const listing = load.data.value;
    if (!listing || soldOut.value) return;
    const { title, price, picture, station_name } = listing;
    const before = cart.lines.find((line) => line.listing === listing.uid)?.quantity ?? 0;
    const now = cart.add(
      { listing: listing.uid, quantity: quantity.value, title, price, picture, station_name },
      most.value,
    );
    const full = now < before + quantity.value;
    said.value = full ? t('cart.full', { n: now }) : t('cart.added', { n: now });
  }

  const buying = useAction(async (_key: string) => {
    await router.push({
      path: '/shop/checkout',
      query: { listing: uid(), quantity: quantity.value },
    });
  });

  return {
    listing: load.data, state: load.state, problem: load.problem, reload: load.reload,
    quantity, most, soldOut, said, addToCart, buyNow: buying.run,
  };
}
