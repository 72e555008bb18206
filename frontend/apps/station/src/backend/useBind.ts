import { useAction } from '@xiangzhan/ui/base';
import { computed, reactive, ref } from 'vue';

import { isPin } from './pin';
import { fieldsOf } from './problems';
import { useBindings } from './useBindings';

const SKIPPED = 'xz-station-unbound';

/** For this visit the operator works without a binding: on line only. */
export function isBindingSkipped(): boolean {
  return sessionStorage.getItem(SKIPPED) === '1';
}

/** Gives the device its name, its letter and the operator's PIN. */
export function useBind(onDone: () => void) {
  const bindings = useBindings();
  const form = reactive({ name: '柜台手机', pin: '', again: '' });
  const tried = ref(false);
  // Both are withheld by browsers where the address is not https.
  const able = 'serviceWorker' in navigator && Boolean((crypto as { subtle?: SubtleCrypto }).subtle);
  const binding = useAction((_key: string, name: string, pin: string) => bindings.bind(name, pin));

  const own = computed(() => ({
    ...(form.name.trim().length < 2 ? { name: '请填 2–30 个字' } : {}),
    ...(isPin(form.pin) ? {} : { pin: '请填 6 位数字，不能全是同一个数字，也不能是 123456' }),
    ...(form.pin === form.again ? {} : { again: '两次输入的不一样' }),
  }));
  const complaints = computed((): Record<string, string> => ({
    ...(tried.value ? own.value : {}), ...fieldsOf(binding.problem.value),
  }));

  async function bind(): Promise<void> {
    tried.value = true;
    if (Object.keys(own.value).length) return;
    await binding.run(form.name.trim(), form.pin);
    if (!binding.problem.value) onDone();
  }

  function skip(): void {
    sessionStorage.setItem(SKIPPED, '1');
    onDone();
  }

  return { form, complaints, busy: binding.busy, problem: binding.problem, able, bind, skip };
}
