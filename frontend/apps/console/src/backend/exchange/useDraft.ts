import { ref, watch } from 'vue';

/** What a person typed, kept in this browser until it is sent: a reload loses nothing. */
export function useDraft<T extends object>(name: string, empty: T) {
  const key = `xz.draft.${name}`;
  const draft = ref<T>({ ...empty, ...read(key) });
  watch(draft, (words) => write(key, words), { deep: true });
  const clear = () => {
    draft.value = { ...empty };
  };
  return { draft, clear };
}

function read(key: string): object {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as object;
  } catch {
    return {};
  }
}

function write(key: string, words: object): void {
  try {
    localStorage.setItem(key, JSON.stringify(words));
  } catch {
    // A browser without storage keeps the draft as long as the page is open.
  }
}
