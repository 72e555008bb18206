import { isComposing } from '@xiangzhan/ui/base';
import { onScopeDispose } from 'vue';

type KeyName = 'F2' | 'F4' | 'F8' | 'Ctrl+Enter' | 'Escape' | '/' | '?';

const SIGNS = ['/', '?'];

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}

/**
 * Keys of the work bench: function keys, Ctrl+Enter and Esc; / and ? outside of fields. Never
 * single letters, never while composing.
 */
export function useKeys(deeds: Partial<Record<KeyName, () => void>>): void {
  function onKey(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    const name = event.ctrlKey ? `Ctrl+${event.key}` : event.key;
    const deed = deeds[name as KeyName];
    if (!deed || (SIGNS.includes(name) && isTyping(event.target))) return;
    event.preventDefault();
    deed();
  }
  document.addEventListener('keydown', onKey);
  onScopeDispose(() => document.removeEventListener('keydown', onKey));
}
