/** What a QR holds, and nothing else (SCREENS P2): the public page of the lot. */
export function traceAddress(code: string): string {
  return `${location.origin}/t/${code}`;
}
