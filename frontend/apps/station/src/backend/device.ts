import { useSession } from '@xiangzhan/ui/session';

const PREFIX = 'xz-station/';

/**
 * What this device keeps for the hat that is worn: drafts and habits, never an identity number or
 * an account. A store that is full or shut keeps nothing and stops nobody.
 */
export function useDevice() {
  const session = useSession();
  const address = (name: string) => `${PREFIX}${session.hat?.uid ?? 'none'}/${name}`;

  function read<T>(name: string): T | null {
    try {
      const text = localStorage.getItem(address(name));
      return text === null ? null : (JSON.parse(text) as T);
    } catch {
      return null;
    }
  }

  function keep(name: string, value: unknown): void {
    try {
      localStorage.setItem(address(name), JSON.stringify(value));
    } catch {
      // The page itself still holds what was typed.
    }
  }

  function drop(name: string): void {
    localStorage.removeItem(address(name));
  }

  return { read, keep, drop };
}

/** Leaving a shared tablet leaves nothing of the households behind; one hat's part, or all of it. */
export function forgetDevice(hat = ''): void {
  Object.keys(localStorage)
    .filter((key) => key.startsWith(`${PREFIX}${hat}`))
    .forEach((key) => localStorage.removeItem(key));
}
