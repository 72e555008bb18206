/** Alipay does not open inside WeChat's own browser. */
export function isInsideWeChat(agent: string = navigator.userAgent): boolean {
  return /MicroMessenger/i.test(agent);
}

/** Alipay has one page for phones and one for desks. */
export function payChannel(agent: string = navigator.userAgent): 'wap' | 'page' {
  return /Mobi|Android|iPhone/i.test(agent) ? 'wap' : 'page';
}
