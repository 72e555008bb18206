import { isProblem, mayHaveArrived, newUuid } from '@xiangzhan/core';
import { ref, shallowRef } from 'vue';

/** The key was used for other content before: that content has been received. */
const REUSED = 'idempotency_key_reused';

/**
 * One deed of a person. A second tap while it runs does nothing; where the server may have done it
 * without our hearing so, the same idempotency key is sent again, so that the deed happens once however often it is tapped.
 * A form that makes one record (`once`) keeps its key until the server has refused, also where
 * something was corrected meanwhile: the server then says that the first has been received.
 */
export function useAction<Args extends unknown[], T>(
  deed: (idempotencyKey: string, ...args: Args) => Promise<T>,
  options: { once?: boolean } = {},
) {
  const busy = ref(false);
  const problem = shallowRef<unknown>(null);
  let open: { key: string; sent: string } | null = null;

  async function run(...args: Args): Promise<T | undefined> {
    if (busy.value) return undefined;
    busy.value = true;
    problem.value = null;
    const sent = JSON.stringify(args);
    if (!open || (!options.once && open.sent !== sent)) open = { key: newUuid(), sent };
    try {
      const result = await deed(open.key, ...args);
      open = null;
      return result;
    } catch (error) {
      problem.value = error;
      if (!mayHaveArrived(error) && !isProblem(error, REUSED)) open = null;
      return undefined;
    } finally {
      busy.value = false;
    }
  }

  return { run, busy, problem };
}
