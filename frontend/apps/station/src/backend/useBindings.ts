import { api, speakAsDevice, useSession } from '@xiangzhan/ui/session';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';

import { afterWrong, grantDaysLeft, lockWith, opens } from './pin';
import { type Binding, keepMeta, readMeta, type StationCard, store } from './store';

const ACTIVE = 'active_hat';
const UNLOCKED = 'xz-station-unlocked';
const HOUR_MS = 3600_000;

export type Gate = 'open' | 'unbound' | 'locked' | 'expired' | 'revoked';

/**
 * Who works on this device. Each operator has a binding with a token, a letter and a PIN of their
 * own; a shared tablet holds several, and what one queued goes out under that one's token.
 */
export const useBindings = defineStore('bindings', () => {
  const session = useSession();
  const bindings = shallowRef<Binding[]>([]);
  const activeHat = shallowRef<string | null>(null);
  const unlocked = shallowRef<string | null>(null);
  let loading: Promise<void> | null = null;

  const active = computed(
    () => bindings.value.find((one) => one.hat.uid === activeHat.value) ?? null,
  );

  function start(): Promise<void> {
    loading ??= load();
    return loading;
  }

  async function load(): Promise<void> {
    bindings.value = await store().bindings.all();
    activeHat.value = await readMeta<string>(ACTIVE);
    unlocked.value = sessionStorage.getItem(UNLOCKED);
    speak();
  }

  /** The token speaks, and the session shows its operator, only while the PIN is open. */
  function speak(): void {
    const binding = active.value;
    const open = binding !== null && unlocked.value === binding.hat.uid && !binding.revoked;
    speakAsDevice(open ? binding.token : null);
    if (!open) return;
    const { user, hat, hats } = binding;
    session.adopt({ signed_in: true, user, hat, hats, demo: session.demo });
  }

  const gate = computed<Gate>(() => {
    const binding = active.value;
    if (!binding) return 'unbound';
    if (binding.revoked) return 'revoked';
    if (grantDaysLeft(binding.confirmed_at, Date.now()) <= 0) return 'expired';
    return unlocked.value === binding.hat.uid ? 'open' : 'locked';
  });

  async function put(binding: Binding): Promise<void> {
    await store().bindings.put(binding);
    bindings.value = [...bindings.value.filter((one) => one.hat.uid !== binding.hat.uid), binding];
    speak();
  }

  async function change(hat: string, part: Partial<Binding>): Promise<void> {
    const found = bindings.value.find((one) => one.hat.uid === hat);
    if (found) await put({ ...found, ...part });
  }

  async function open(hat: string): Promise<void> {
    activeHat.value = hat;
    unlocked.value = hat;
    sessionStorage.setItem(UNLOCKED, hat);
    await keepMeta(ACTIVE, hat);
    speak();
  }

  /** Signed in with the password: the device becomes this operator's, with a letter of its own. */
  async function bind(name: string, pin: string): Promise<void> {
    const { user, hat, hats } = session;
    if (!user || !hat) return;
    const station = await api.get<StationCard>('/stations/mine');
    const replaces = bindings.value.find((one) => one.hat.uid === hat.uid && !one.revoked);
    const bound = await api.post<{ uid: string; letter: string; token: string }>('/devices', {
      name, replaces: replaces?.device_uid ?? null,
    });
    await put({
      hat, hats, user, station, device_uid: bound.uid, letter: bound.letter, token: bound.token,
      pin: await lockWith(pin), confirmed_at: Date.now(), revoked: false,
    });
    await open(hat.uid);
  }

  /** True when the PIN opened; a wrong one counts and in the end locks for a while. */
  async function unlock(hat: string, pin: string): Promise<boolean> {
    const lock = bindings.value.find((one) => one.hat.uid === hat)?.pin;
    if (!lock || lock.locked_until > Date.now()) return false;
    const good = await opens(lock, pin);
    await change(hat, { pin: good ? { ...lock, wrong: 0, locked_until: 0 } : afterWrong(lock, Date.now()) });
    if (good) await open(hat);
    return good;
  }

  function lock(): void {
    unlocked.value = null;
    sessionStorage.removeItem(UNLOCKED);
    speak();
  }

  /** The server answered this operator: the days without network count from now. */
  async function confirm(hat: string): Promise<void> {
    const found = bindings.value.find((one) => one.hat.uid === hat);
    if (found && Date.now() - found.confirmed_at > HOUR_MS) await change(hat, { confirmed_at: Date.now() });
  }

  /** After a sign-in with the password: an operator known here is at once at work. */
  async function welcome(): Promise<boolean> {
    const known = bindings.value.find((one) => one.hat.uid === session.hat?.uid && !one.revoked);
    if (!known) return false;
    await change(known.hat.uid, { confirmed_at: Date.now() });
    await open(known.hat.uid);
    return true;
  }

  const revoke = (hat: string): Promise<void> => change(hat, { revoked: true });

  async function clear(): Promise<void> {
    lock();
    await store().clear();
    bindings.value = [];
    activeHat.value = null;
    speakAsDevice(null);
  }

  return {
    bindings, active, gate, start, bind, unlock, lock, open, confirm, welcome, revoke, change, clear,
  };
});
