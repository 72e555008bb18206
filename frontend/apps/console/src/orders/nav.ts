import type { NavGroup } from '@xiangzhan/ui/session';

export const ordersNav: NavGroup = {
  label: '订单',
  items: [
    { to: '/sales', label: '销售概览', roles: ['CM', 'CA', 'CS', 'AU'] },
    { to: '/orders', label: '订单', roles: ['CM', 'CA', 'CS', 'AU'] },
    { to: '/claims', label: '售后', roles: ['CM', 'CA', 'CS', 'AU'] },
    { to: '/reviews', label: '买家评价', roles: ['CO', 'TO', 'CM', 'AU'] },
    { to: '/invoices', label: '发票', roles: ['CM', 'CA', 'CS', 'AU'] },
    { to: '/refunds', label: '退款', roles: ['CM', 'CA', 'CS', 'AU'] },
    { to: '/reconciliation', label: '对账', roles: ['CA', 'CM', 'CS', 'AU'] },
    { to: '/payment-incidents', label: '支付异常', roles: ['CA', 'CM', 'CS', 'AU'] },
    { to: '/settings', label: '收费、运费与限额', roles: ['SA', 'CO', 'AU'] },
  ],
};

export const settlingNav: NavGroup = {
  label: '结算',
  items: [
    { to: '/settlements', label: '结算单', roles: ['CM', 'CA', 'CS', 'PS', 'TO', 'AU'] },
    { to: '/settlement-objections', label: '结算异议', roles: ['CM', 'CS', 'CA', 'PS'] },
    { to: '/payouts', label: '付款批次', roles: ['CM', 'CA', 'CS', 'AU'] },
    { to: '/deductions', label: '扣款约定', roles: ['CA', 'CM', 'CS', 'AU'] },
    { to: '/member-accounts', label: '社员账户', roles: ['CM', 'CA', 'CS'] },
    { to: '/period-closes', label: '月度结账', roles: ['SA', 'CO', 'AU'] },
    { to: '/surplus', label: '盈余分配', roles: ['CM', 'CA', 'CS', 'AU'] },
  ],
};
