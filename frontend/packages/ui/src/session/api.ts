import { Api } from '@xiangzhan/core';
import type {
  Credentials, DemoAccount, NewSecondFactor, SessionView, SignUpCodeSent,
} from '@xiangzhan/core';
import { shallowRef } from 'vue';

/** Counts refused calls for want of a sign-in; the session store watches it. */
export const signedOutCalls = shallowRef(0);

type AnswerListener = (headers: Headers, sentMs: number, gotMs: number) => void;
let deviceToken: string | null = null;
const answerListeners = new Set<AnswerListener>();

/** A bound device speaks with its token from here on; null: the session of the browser again. */
export function speakAsDevice(token: string | null): void {
  deviceToken = token;
}

export function onEveryAnswer(listener: AnswerListener): void {
  answerListeners.add(listener);
}

/** The one API client of the running app. */
export const api = new Api({
  deviceToken: () => deviceToken,
  onAnswer: (...answer) => answerListeners.forEach((listener) => listener(...answer)),
  onSignedOut: () => {
    signedOutCalls.value += 1;
  },
});

export const sessionApi = {
  read: () => api.get<SessionView>('/session'),
  signIn: (credentials: Credentials) => api.post<SessionView | undefined>('/session', credentials),
  signOut: () => api.delete('/session'),
  wearHat: (assignment: string) => api.post<SessionView | undefined>('/session/hat', { assignment }),
  changePassword: (form: { old: string; new: string }, idempotencyKey: string) =>
    api.post<SessionView>('/session/password', form, { idempotencyKey }),
  beginSecondFactor: (idempotencyKey: string) =>
    api.post<NewSecondFactor>('/session/second-factor', {}, { idempotencyKey }),
  confirmSecondFactor: (code: string, idempotencyKey: string) =>
    api.post<SessionView>('/session/second-factor/confirm', { code }, { idempotencyKey }),
  demoAccounts: () => api.get<DemoAccount[]>('/demo-accounts'),
  sendSignUpCode: (mobile: string) => api.post<SignUpCodeSent>('/sign-up/code', { mobile }),
  sendResetCode: (mobile: string) => api.post<SignUpCodeSent>('/sign-up/reset-code', { mobile }),
  resetPassword: (form: { mobile: string; code: string; password: string }) =>
    api.post<undefined>('/sign-up/reset', form),
  signUp: (form: { mobile: string; code: string; name: string; password: string; agreed: string }) =>
    api.post<SessionView | undefined>('/sign-up', form),
};
