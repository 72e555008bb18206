import { formatInstant, isOffline } from '@xiangzhan/core';
import { api } from '@xiangzhan/ui/session';
import { computed, ref, shallowRef } from 'vue';
import { useRouter } from 'vue-router';

import { saveBackup } from './backup';
import { forgetDevice } from './device';
import { t } from './messages.zh';
import { useBindings } from './useBindings';
import { useOutbox } from './useOutbox';

/** The end of a binding: first everything is sent or carried away as a file, then the store goes. */
export function useLeaving() {
  const outbox = useOutbox();
  const bindings = useBindings();
  const router = useRouter();
  const exported = ref('');
  const problem = shallowRef<unknown>(null);
  const unsent = computed(
    () => outbox.unsent.filter((item) => item.owner.hat === bindings.active?.hat.uid).length,
  );
  const mayClear = computed(() => unsent.value === 0 || exported.value !== '');

  async function exportBackup(): Promise<void> {
    const letter = bindings.active?.letter ?? '';
    const time = formatInstant(new Date()).replace(/[ :]/g, '-');
    await saveBackup(t('backup.name', { letter, time }), {
      letter, station: bindings.active?.station.name ?? '',
    });
    exported.value = `已导出 ${unsent.value} 条，请妥善保管这个文件`;
  }

  async function clear(): Promise<void> {
    const hat = bindings.active?.hat.uid;
    if (!mayClear.value || !hat) return;
    await bindings.forget(hat);
    forgetDevice(hat);
    await outbox.reload();
    await router.replace('/sign-in');
  }

  /** The server ends the binding first, so that no token outlives the store. */
  async function unbind(): Promise<void> {
    const device = bindings.active?.device_uid;
    problem.value = null;
    try {
      if (device) await api.post(`/devices/${device}/revoke`, { reason: '操作员在本机解绑' });
      await clear();
    } catch (error) {
      problem.value = error;
    }
  }

  const offline = computed(() => isOffline(problem.value));
  return { unsent, mayClear, exported, problem, offline, exportBackup, clear, unbind };
}
