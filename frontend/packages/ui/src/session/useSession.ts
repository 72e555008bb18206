import type { Credentials, SessionView } from '@xiangzhan/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';

import { sessionApi, signedOutCalls } from './api';

/** Who is signed in and which hat (role assignment) is worn. Outlives a page, hence a store. */
export const useSession = defineStore('session', () => {
  const view = shallowRef<SessionView | null>(null);
  const expired = ref(false);
  let loading: Promise<void> | null = null;

  const signedIn = computed(() => view.value?.signed_in ?? false);
  const user = computed(() => view.value?.user ?? null);
  const hat = computed(() => view.value?.hat ?? null);
  const hats = computed(() => view.value?.hats ?? []);
  const role = computed(() => hat.value?.role ?? '');
  const mustChangePassword = computed(() => view.value?.must_change_password ?? false);
  const mustEnrol = computed(() => view.value?.must_enrol ?? false);
  const demo = computed(() => view.value?.demo ?? false);

  async function refresh(): Promise<void> {
    view.value = await sessionApi.read();
    expired.value = false;
  }

  /** Reads the session once; a failed read is tried again by the next caller. */
  function ready(): Promise<void> {
    if (view.value) return Promise.resolve();
    loading ??= refresh().finally(() => {
      loading = null;
    });
    return loading;
  }

  /** A device that knows its operator speaks for them without asking the server. */
  function adopt(known: SessionView): void {
    view.value = known;
    expired.value = false;
  }

  async function signIn(credentials: Credentials): Promise<void> {
    await sessionApi.signIn(credentials);
    await refresh();
  }

  async function signOut(): Promise<void> {
    await sessionApi.signOut();
    await refresh();
  }

  async function wearHat(assignment: string): Promise<void> {
    await sessionApi.wearHat(assignment);
    await refresh();
  }

  watch(signedOutCalls, () => {
    if (signedIn.value) expired.value = true;
  });

  return {
    view, expired, signedIn, user, hat, hats, role, demo, mustChangePassword, mustEnrol,
    ready, refresh, adopt, signIn, signOut, wearHat,
  };
});
