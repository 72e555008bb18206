import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

const WARN_PERCENT = 80;

/** Whether the browser promised to keep the store, and how full it is. */
export const useStorage = defineStore('storage', () => {
  const kept = ref<boolean | null>(null);
  const percent = ref(0);
  const nearlyFull = computed(() => percent.value >= WARN_PERCENT);

  async function measure(): Promise<void> {
    // Missing on plain http and in old browsers.
    const manager = (navigator as { storage?: StorageManager }).storage;
    const estimate = await manager?.estimate().catch(() => null);
    if (estimate?.quota) percent.value = Math.round(((estimate.usage ?? 0) / estimate.quota) * 100);
    kept.value = (await manager?.persisted().catch(() => false)) ?? false;
  }

  async function start(): Promise<void> {
    const manager = (navigator as { storage?: StorageManager }).storage;
    await manager?.persist().catch(() => false);
    await measure();
  }

  return { kept, percent, nearlyFull, start, measure };
});
