import { isOffline } from '@xiangzhan/core';
import { useAction } from '@xiangzhan/ui/base';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';

import { type CounterCode, counterApi, type CounterState } from './counterApi';

/** The server asks the provider; the counter's screen asks the server and nobody else. */
const ASK_EVERY_MS = 3000;
const OPEN = ['created', 'pending'];

/** One code on the counter's screen, from showing it until it is paid, over or taken back. */
export function useCounterCode(number: string) {
  const code = shallowRef<CounterCode | null>(null);
  const told = shallowRef<CounterState | null>(null);
  const lost = ref(false);
  const showing = useAction((key: string) => counterApi.show(number, key));
  const undoing = useAction((key: string, uid: string) => counterApi.takeBack(uid, key));
  let asking: ReturnType<typeof setInterval> | undefined;

  const open = computed(() => Boolean(code.value) && OPEN.includes(told.value?.state ?? 'pending'));

  async function ask(): Promise<void> {
    if (!code.value) return;
    try {
      hear(await counterApi.state(code.value.uid));
      lost.value = false;
    } catch (error) {
      // What was paid meanwhile is told when the network is back.
      lost.value = isOffline(error);
    }
  }

  function hear(state: CounterState): void {
    told.value = state;
    if (!OPEN.includes(state.state)) clearInterval(asking);
  }

  async function show(): Promise<void> {
    const made = await showing.run();
    if (!made) return;
    clearInterval(asking);
    code.value = made;
    told.value = null;
    asking = setInterval(() => void ask(), ASK_EVERY_MS);
  }

  async function takeBack(): Promise<void> {
    const state = code.value && (await undoing.run(code.value.uid));
    if (state) hear(state);
    else await ask();
  }

  onScopeDispose(() => clearInterval(asking));
  const busy = computed(() => showing.busy.value || undoing.busy.value);
  const failure = computed(() => showing.problem.value ?? undoing.problem.value);
  return { code, told, open, lost, show, takeBack, busy, failure };
}
