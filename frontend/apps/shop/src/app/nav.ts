/** The tabs at the foot. Each domain adds its own entry here when its page exists. */
export const tabs = [
  { to: '/', label: '首页' },
  { to: '/shop/me', label: '我的' },
];
