import { api, speakAsDevice, useSession } from '@xiangzhan/ui/session';
import { defineStore } from 'pinia';
import { computed } from 'vue';

import { useBindingRows } from './bindingRows';
import { afterWrong, grantDaysLeft, lockWith, opens } from './pin';
import type { StationCard } from './store';

const HOUR_MS = 3600_000;

export type Gate = 'open' | 'unbound' | 'locked' | 'expired' | 'revoked';

/**
 * Who works on this device. Each operator has a binding with a token, a letter and a PIN of their
 * own; a shared tablet holds several, and what one queued goes out under that one's token.
 */
export const useBindings = defineStore('bindings', () => {
  const session = useSession();
  const rows = useBindingRows(speak);
  const { active, byHat, change, open } = rows;

  const gate = computed<Gate>(() => {
    const binding = active.value;
    if (!binding) return 'unbound';
    if (binding.revoked) return 'revoked';
    if (grantDaysLeft(binding.confirmed_at, Date.now()) <= 0) return 'expired';
    return rows.unlocked.value === binding.hat.uid ? 'open' : 'locked';
  });

  /** The token speaks, and the session shows its operator, only while the PIN is open. */
  function speak(): void {
    const binding = gate.value === 'open' ? active.value : null;
    speakAsDevice(binding?.token ?? null);
    if (!binding) return;
    const { user, hat, hats } = binding;
    session.adopt({ signed_in: true, user, hat, hats, demo: session.demo });
  }

  /** Signed in with the password: the device becomes this operator's, with a letter of its own. */
  async function bind(name: string, pin: string): Promise<void> {
    const { user, hat } = session;
    if (!user || !hat) return;
    const station = await api.get<StationCard>('/stations/mine');
    const before = byHat(hat.uid);
    const bound = await api.post<{ uid: string; letter: string; token: string }>('/devices', {
      name, replaces: before && !before.revoked ? before.device_uid : null,
    });
    const { uid, letter, token } = bound;
    await rows.put({
      hat, hats: [hat], user, station, device_uid: uid, letter, token, pin: await lockWith(pin),
      confirmed_at: Date.now(), revoked: false,
    });
    await open(hat.uid);
  }

  /** True when the PIN opened; a wrong one counts and in the end locks for a while. */
  async function unlock(hat: string, pin: string): Promise<boolean> {
    const lock = byHat(hat)?.pin;
    if (!lock || lock.locked_until > Date.now()) return false;
    const good = await opens(lock, pin);
    const fresh = good ? { ...lock, wrong: 0, locked_until: 0 } : afterWrong(lock, Date.now());
    await change(hat, { pin: fresh });
    if (good) await open(hat);
    return good;
  }

  /** The server answered this operator: the days without network count from now. */
  async function confirm(hat: string): Promise<void> {
    const known = byHat(hat);
    if (known && Date.now() - known.confirmed_at > HOUR_MS) {
      await change(hat, { confirmed_at: Date.now() });
    }
  }

  /** After a sign-in with the password: an operator known here is at once at work. */
  async function welcome(): Promise<boolean> {
    const known = byHat(session.hat?.uid);
    if (!known || known.revoked) return false;
    await change(known.hat.uid, { confirmed_at: Date.now() });
    await open(known.hat.uid);
    return true;
  }

  const { bindings, start, lock, forget } = rows;
  const revoke = (hat: string): Promise<void> => change(hat, { revoked: true });
  return { bindings, active, gate, start, bind, unlock, lock, confirm, welcome, revoke, forget };
});
