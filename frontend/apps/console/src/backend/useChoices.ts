import { getCurrentScope, onScopeDispose, ref, shallowRef } from 'vue';

import type { Choice } from './forms';

const PAUSE_MS = 200;
type State = 'closed' | 'loading' | 'ready' | 'empty' | 'failed';

/** Choices that are asked of the server while somebody types; the last word asked wins. */
export function useChoices(find: (term: string, signal: AbortSignal) => Promise<readonly Choice[]>) {
  const choices = shallowRef<readonly Choice[]>([]);
  const state = ref<State>('closed');
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | undefined;

  function close(): void {
    clearTimeout(waiting);
    running?.abort();
    running = undefined;
    choices.value = [];
    state.value = 'closed';
  }

  async function ask(term: string): Promise<void> {
    const mine = (running = new AbortController());
    try {
      const found = await find(term.trim(), mine.signal);
      if (running !== mine) return;
      choices.value = found;
      state.value = found.length ? 'ready' : 'empty';
    } catch {
      if (running === mine) state.value = 'failed';
    }
  }

  function look(term: string): void {
    clearTimeout(waiting);
    running?.abort();
    state.value = 'loading';
    waiting = setTimeout(() => void ask(term), PAUSE_MS);
  }

  if (getCurrentScope()) onScopeDispose(close);
  return { choices, state, look, close };
}
