import { computed, shallowRef } from 'vue';

import { type Binding, keepMeta, readMeta, store } from './store';

const ACTIVE = 'active_hat';
const UNLOCKED = 'xz-station-unlocked';

/** The bindings on the device, which of them is at work, and which one's PIN is open in this tab. */
export function useBindingRows(onChange: () => void) {
  const bindings = shallowRef<Binding[]>([]);
  const activeHat = shallowRef<string | null>(null);
  const unlocked = shallowRef<string | null>(null);
  let loading: Promise<void> | null = null;

  const byHat = (hat: string | undefined): Binding | undefined =>
    bindings.value.find((one) => one.hat.uid === hat);
  const active = computed(() => byHat(activeHat.value ?? undefined) ?? null);

  function start(): Promise<void> {
    loading ??= load();
    return loading;
  }

  async function load(): Promise<void> {
    bindings.value = await store().bindings.all();
    activeHat.value = await readMeta<string>(ACTIVE);
    unlocked.value = sessionStorage.getItem(UNLOCKED);
    onChange();
  }

  async function put(binding: Binding): Promise<void> {
    await store().bindings.put(binding);
    bindings.value = [...bindings.value.filter((one) => one.hat.uid !== binding.hat.uid), binding];
    onChange();
  }

  async function change(hat: string, part: Partial<Binding>): Promise<void> {
    const found = byHat(hat);
    if (found) await put({ ...found, ...part });
  }

  async function open(hat: string): Promise<void> {
    activeHat.value = hat;
    unlocked.value = hat;
    sessionStorage.setItem(UNLOCKED, hat);
    await keepMeta(ACTIVE, hat);
    onChange();
  }

  function lock(): void {
    unlocked.value = null;
    sessionStorage.removeItem(UNLOCKED);
    onChange();
  }

  async function clear(): Promise<void> {
    lock();
    await store().clear();
    bindings.value = [];
    activeHat.value = null;
    onChange();
  }

  return { bindings, active, unlocked, byHat, start, put, change, open, lock, clear };
}
