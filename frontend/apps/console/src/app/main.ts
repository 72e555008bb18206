import '@xiangzhan/ui/tokens.css';
import './shell.css';

import { restoreLargeText } from '@xiangzhan/ui/base';
import { createPinia } from 'pinia';
import { createApp } from 'vue';

import App from './App.vue';
import { router } from './router';

restoreLargeText();
createApp(App).use(createPinia()).use(router).mount('#app');
