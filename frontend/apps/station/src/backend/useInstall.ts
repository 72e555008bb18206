import { ref, shallowRef } from 'vue';

interface InstallOffer extends Event {
  prompt: () => Promise<void>;
}

const offer = shallowRef<InstallOffer | null>(null);

/** The browser offers once, long before the page that shows the button is opened. */
export function catchInstallOffer(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer.value = event as InstallOffer;
  });
}

export function useInstall() {
  const installed = ref(window.matchMedia('(display-mode: standalone)').matches);

  async function install(): Promise<void> {
    await offer.value?.prompt();
    offer.value = null;
  }

  return { canInstall: offer, install, installed };
}
