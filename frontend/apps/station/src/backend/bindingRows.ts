import { computed, shallowRef } from 'vue';

import { type Binding, keepMeta, readMeta, store } from './store';

const ACTIVE = 'active_hat';
const UNLOCKED = 'xz-station-unlocked';

async function dropHat(hat: string): Promise<void> {
  const lists = (await store().lists.all()).filter((list) => list.name.startsWith(`${hat}/`));
  const items = (await store().outbox.all()).filter((item) => item.owner.hat === hat);
  const uids = new Set(items.map((item) => item.uid));
  const photos = (await store().photos.all()).filter((photo) => uids.has(photo.item));
  await store().lists.drop(...lists.map((list) => list.name));
  await store().photos.drop(...photos.map((photo) => photo.id));
  await store().outbox.drop(...uids);
  await store().bindings.drop(hat);
}

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

  /** This operator's households, lists and records go; the last one to leave empties the store. */
  async function forget(hat: string): Promise<void> {
    lock();
    const others = bindings.value.filter((one) => one.hat.uid !== hat);
    if (others.length) await dropHat(hat);
    else await store().clear();
    bindings.value = others;
    activeHat.value = others[0]?.hat.uid ?? null;
    onChange();
  }

  return { bindings, active, unlocked, byHat, start, put, change, open, lock, forget };
}
