import { clockWords, skewOf } from '@xiangzhan/core';
import { onEveryAnswer } from '@xiangzhan/ui/session';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

import { keepMeta, readMeta } from './store';

const KEY = 'clock_skew_ms';
const WORTH_KEEPING_MS = 5000;

/**
 * The device's clock against the server's. It is only said: records keep the device's own time, and
 * the server sets them right by the moment of sending that goes with them.
 */
export const useClock = defineStore('clock', () => {
  const skewMs = ref(0);

  async function start(): Promise<void> {
    skewMs.value = (await readMeta<number>(KEY)) ?? 0;
    onEveryAnswer((headers, sentMs, gotMs) => {
      const skew = skewOf(headers.get('Date'), sentMs, gotMs);
      if (skew === null || Math.abs(skew - skewMs.value) < WORTH_KEEPING_MS) return;
      skewMs.value = skew;
      void keepMeta(KEY, skew);
    });
  }

  const words = computed(() => clockWords(skewMs.value));
  return { start, words, skewMs };
});
