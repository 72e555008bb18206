import {
  Api, type Channel, isProblem, type OutboxItem, type Run, sendDue,
} from '@xiangzhan/core';
import { api, useSession } from '@xiangzhan/ui/session';

import { kindOf, owedOf } from './kinds';
import { outboxRows } from './outboxRows';
import { sendPhotos } from './photos';
import { useBindings } from './useBindings';

function channelFor(line: Api): Channel {
  return {
    most: (kind) => kindOf(kind)?.most ?? 1,
    send: (due) => {
      const kind = kindOf(due[0]?.kind ?? '');
      return kind ? kind.send(due, line) : Promise.reject(new Error('no such kind of record'));
    },
  };
}

/** The lines to the server: each record goes under the hat it was made under. */
export function useLines() {
  const session = useSession();
  const bindings = useBindings();

  /** The token of that hat's binding, or the session while it wears the hat; else nobody. */
  function lineOf(hat: string): Api | null {
    const binding = bindings.bindings.find((one) => one.hat.uid === hat && !one.revoked);
    if (binding) return new Api({ deviceToken: () => binding.token });
    return session.signedIn && session.hat?.uid === hat ? api : null;
  }

  async function noteRefusal(hat: string, problem: unknown): Promise<void> {
    if (isProblem(problem, 'device_revoked')) await bindings.revoke(hat);
  }

  async function send(hat: string): Promise<Run | null> {
    const line = lineOf(hat);
    if (!line) return null;
    const run = await sendDue(outboxRows, channelFor(line), hat, () => new Date().toISOString());
    if (run.stored > 0) await bindings.confirm(hat);
    await noteRefusal(hat, run.problem);
    return run;
  }

  /** Photos of what has arrived, after all data that could go. */
  async function sendPictures(hats: readonly string[]): Promise<void> {
    for (const hat of hats) {
      const line = lineOf(hat);
      if (line) await sendPhotos(hat, line);
    }
  }

  /** The server learns how much waits here; a device it no longer knows learns that. */
  async function beat(items: readonly OutboxItem[]): Promise<void> {
    const binding = bindings.active;
    if (!binding || binding.revoked) return;
    const hat = binding.hat.uid;
    const { unsent, oldest_at } = owedOf(items.filter((item) => item.owner.hat === hat));
    const body = { unsent_count: unsent, oldest_unsent_at: oldest_at };
    try {
      await new Api({ deviceToken: () => binding.token }).post('/devices/me/beat', body);
      await bindings.confirm(hat);
    } catch (error) {
      await noteRefusal(hat, error);
    }
  }

  return { lineOf, send, sendPictures, beat };
}
