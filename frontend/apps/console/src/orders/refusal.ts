/** What the provider's codes mean to an accountant, and what to do; the code stays for its help desk. */
const MEANINGS: Readonly<Record<string, string>> = {
  'ACQ.TRADE_NOT_EXIST': '查无此交易，请核对收款账户',
  'ACQ.TRADE_STATUS_ERROR': '交易状态不能退款，请先在支付宝核对',
  'ACQ.TRADE_HAS_FINISHED': '已过支付宝可退期限，请与买家另行约定',
  'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL': '超过可退金额，请核对已退的款',
  'ACQ.DISCORDANT_REPEAT_REQUEST': '同一退款号的金额不一致，请联系管理员',
  'ACQ.SELLER_BALANCE_NOT_ENOUGH': '商户余额不足，请充值后重新发起',
};

/** `40004 ACQ.TRADE_NOT_EXIST` in words; empty is a dash, an unknown code stays as it is. */
export function refusalText(said: string): string {
  const meaning = MEANINGS[said.split(' ').at(-1) ?? ''];
  return meaning ? `${meaning}（${said}）` : said || '—';
}
