import { parseScan, type Scan, type ScanRules, WedgeReader } from '@xiangzhan/core';
import { onScopeDispose } from 'vue';

import { isComposing } from './useEnter';

/**
 * Listens for a wedge scanner on the whole page, whatever has focus. The keys it typed are taken
 * back out of the focused input. Give an input `data-scan="off"` to keep it out of this.
 */
export function useScan(
  onScan: (scan: Scan, repeated: boolean) => void,
  options: { rules?: ScanRules } = {},
): void {
  const reader = new WedgeReader();

  function onKey(event: KeyboardEvent): void {
    const target = event.target;
    if (isComposing(event) || (target instanceof HTMLElement && target.dataset.scan === 'off')) {
      return;
    }
    const read = reader.key(event.key, event.timeStamp);
    if (!read) return;
    event.preventDefault();
    event.stopPropagation();
    takeBack(target, read.code);
    onScan(parseScan(read.code, options.rules), read.repeated);
  }

  document.addEventListener('keydown', onKey, true);
  onScopeDispose(() => document.removeEventListener('keydown', onKey, true));
}

function takeBack(target: EventTarget | null, typed: string): void {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
  if (!target.value.endsWith(typed)) return;
  target.value = target.value.slice(0, -typed.length);
  target.dispatchEvent(new Event('input', { bubbles: true }));
}
