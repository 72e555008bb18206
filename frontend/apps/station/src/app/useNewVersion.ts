import { onMounted, shallowRef } from 'vue';

const WORKER = '/station/sw.js';
const SCOPE = '/station/';

/** A new worker waits until the operator says so: no page changes under their hands. */
export function useNewVersion() {
  const waiting = shallowRef<ServiceWorker | null>(null);

  function watch(registration: ServiceWorkerRegistration): void {
    const look = () => {
      if (navigator.serviceWorker.controller) waiting.value = registration.waiting;
    };
    look();
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', look);
    });
  }

  function update(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.value?.postMessage({ type: 'SKIP_WAITING' });
  }

  onMounted(async () => {
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
    const registration = await navigator.serviceWorker
      .register(WORKER, { scope: SCOPE })
      .catch(() => null);
    if (registration) watch(registration);
  });
  return { waiting, update };
}
