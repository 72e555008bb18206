import { type AppName, type DemoAccount, errorText, isProblem } from '@xiangzhan/core';
import { computed, onMounted, reactive, ref, shallowRef } from 'vue';

import { useAction } from '../base/useAction';
import { sessionApi } from './api';
import { useSession } from './useSession';

export function useSignIn(app: AppName, onDone: () => void) {
  const session = useSession();
  const form = reactive({ username: '', password: '', code: '' });
  const asksCode = ref(false);
  const accounts = shallowRef<DemoAccount[]>([]);

  const action = useAction(async (_key: string, account?: DemoAccount) => {
    if (account) fill(account);
    await session.signIn({
      username: form.username.trim(),
      password: form.password,
      ...(form.code ? { code: form.code.trim() } : {}),
    });
    return true;
  });

  const complaint = computed(() => (action.problem.value ? errorText(action.problem.value) : ''));
  const here = computed(() => accounts.value.filter((account) => account.app === app));
  const elsewhere = computed(() => accounts.value.filter((account) => account.app !== app));

  function fill(account: DemoAccount): void {
    form.username = account.username;
    form.password = account.password;
    form.code = account.code ?? '';
    asksCode.value = account.code !== null;
  }

  /** What the server still asks for before any hat is worn. */
  const step = computed(() => {
    if (session.mustChangePassword) return 'password';
    return session.mustEnrol ? 'enrol' : '';
  });

  async function next(): Promise<void> {
    await session.refresh();
    if (!step.value) onDone();
  }

  async function submit(account?: DemoAccount): Promise<void> {
    if (await (account ? action.run(account) : action.run())) {
      if (!step.value) onDone();
    }
    else if (isProblem(action.problem.value, 'second_factor_required')) asksCode.value = true;
  }

  /** The list is read again first: a one-time code on the page may have run out. */
  async function submitDemo(account: DemoAccount): Promise<void> {
    await loadAccounts();
    await submit(accounts.value.find((one) => one.username === account.username) ?? account);
  }

  async function loadAccounts(): Promise<void> {
    accounts.value = await sessionApi.demoAccounts().catch(() => accounts.value);
  }

  onMounted(async () => {
    await session.ready().catch(() => undefined);
    if (session.demo) await loadAccounts();
  });

  return { form, step, next, asksCode, here, elsewhere, busy: action.busy, complaint, submit, submitDemo };
}
