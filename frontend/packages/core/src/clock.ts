const MINUTE_MS = 60_000;
const TOLERATED_MS = 2 * MINUTE_MS;

/** How far the server's clock is ahead of this device, from the Date header of an answer. */
export function skewOf(dateHeader: string | null, sentMs: number, gotMs: number): number | null {
  if (!dateHeader) return null;
  const server = Date.parse(dateHeader);
  if (Number.isNaN(server)) return null;
  // The header is cut to the second, and it was written somewhere between sending and answer.
  return Math.round(server + 500 - (sentMs + gotMs) / 2);
}

export function isClockWrong(skewMs: number): boolean {
  return Math.abs(skewMs) > TOLERATED_MS;
}

/** 「本机时间慢了 23 小时 59 分」; empty while the clock is right. */
export function clockWords(skewMs: number): string {
  if (!isClockWrong(skewMs)) return '';
  const minutes = Math.round(Math.abs(skewMs) / MINUTE_MS);
  const parts = [
    [Math.floor(minutes / 1440), '天'], [Math.floor(minutes / 60) % 24, '小时'], [minutes % 60, '分'],
  ] as const;
  const length = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return `本机时间${skewMs > 0 ? '慢' : '快'}了 ${length.join(' ')}`;
}
