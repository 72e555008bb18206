import { isComposing } from '@xiangzhan/ui/base';
import { onScopeDispose } from 'vue';

type KeyName = 'F2' | 'F4' | 'F8' | 'Ctrl+Enter';

/** Keys of the work bench: function keys and Ctrl+Enter, never single letters, never while composing. */
export function useKeys(deeds: Partial<Record<KeyName, () => void>>): void {
  function onKey(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    const name = event.ctrlKey ? `Ctrl+${event.key}` : event.key;
    const deed = deeds[name as KeyName];
    if (!deed) return;
    event.preventDefault();
    deed();
  }
  document.addEventListener('keydown', onKey);
  onScopeDispose(() => document.removeEventListener('keydown', onKey));
}
