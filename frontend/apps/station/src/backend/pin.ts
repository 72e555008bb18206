import type { PinLock } from './store';

const ROUNDS = 210_000;
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

/** How long an operator may work without the server knowing; then the password is asked again. */
export const OFFLINE_DAYS = 7;
const DAY_MS = 24 * 3600 * 1000;

export function isPin(text: string): boolean {
  return /^\d{6}$/.test(text) && !/^(\d)\1{5}$/.test(text) && text !== '123456';
}

export function grantDaysLeft(confirmedAt: number, nowMs: number): number {
  return Math.ceil((confirmedAt + OFFLINE_DAYS * DAY_MS - nowMs) / DAY_MS);
}

export async function lockWith(pin: string): Promise<PinLock> {
  const salt = toHex(crypto.getRandomValues(new Uint8Array(16)));
  return { salt, hash: await hashOf(pin, salt), wrong: 0, locked_until: 0 };
}

export async function opens(lock: PinLock, pin: string): Promise<boolean> {
  return (await hashOf(pin, lock.salt)) === lock.hash;
}

/** Five tries are free, then each wrong one doubles the wait. */
export function afterWrong(lock: PinLock, nowMs: number): PinLock {
  const wrong = lock.wrong + 1;
  if (wrong < FREE_TRIES) return { ...lock, wrong };
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT_MS);
  return { ...lock, wrong, locked_until: nowMs + wait };
}

async function hashOf(pin: string, salt: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits'],
  );
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: fromHex(salt), iterations: ROUNDS }, key, 256,
  );
  return toHex(new Uint8Array(bits));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array((text.match(/../g) ?? []).map((pair) => parseInt(pair, 16)));
}
