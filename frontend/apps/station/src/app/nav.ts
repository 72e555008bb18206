/** The tabs at the foot. Each domain adds its own entry here when its page exists. */
export const tabs = [
  { to: '/', label: '今日' },
  { to: '/receive', label: '收货' },
  { to: '/lots', label: '上架' },
  { to: '/shipments', label: '发货' },
  { to: '/me', label: '我的' },
];
