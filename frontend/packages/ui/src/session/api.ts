import { Api } from '@xiangzhan/core';
import type { Credentials, DemoAccount, SessionView, SignUpCodeSent } from '@xiangzhan/core';
import { shallowRef } from 'vue';

/** Counts refused calls for want of a sign-in; the session store watches it. */
export const signedOutCalls = shallowRef(0);

/** The one API client of the running app. */
export const api = new Api({
  onSignedOut: () => {
    signedOutCalls.value += 1;
  },
});

export const sessionApi = {
  read: () => api.get<SessionView>('/session'),
  signIn: (credentials: Credentials) => api.post<SessionView | undefined>('/session', credentials),
  signOut: () => api.delete('/session'),
  wearHat: (assignment: string) => api.post<SessionView | undefined>('/session/hat', { assignment }),
  demoAccounts: () => api.get<DemoAccount[]>('/demo-accounts'),
  sendSignUpCode: (mobile: string) => api.post<SignUpCodeSent>('/sign-up/code', { mobile }),
  signUp: (form: { mobile: string; code: string; name: string; password: string }) =>
    api.post<SessionView | undefined>('/sign-up', form),
};
