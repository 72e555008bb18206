import { computed } from 'vue';

import { useCart } from '../orders/cart';

/** The tabs at the foot. Each domain adds its own entry here when its page exists. */
export function useTabs() {
  const cart = useCart();
  return computed(() => [
    { to: '/', label: '首页' },
    { to: '/shop/cart', label: '购物车', badge: cart.count },
    { to: '/shop/orders', label: '订单' },
    { to: '/shop/me', label: '我的' },
  ]);
}
