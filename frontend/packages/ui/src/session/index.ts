export { api, onEveryAnswer, sessionApi, speakAsDevice } from './api';
export { default as ExpiredBar } from './ExpiredBar.vue';
export { guardRouter, nextPath } from './guard';
export { default as HatSwitcher } from './HatSwitcher.vue';
export { type NavGroup, type NavItem, navFor } from './nav';
export { default as SignInForm } from './SignInForm.vue';
export { useSession } from './useSession';
