import '@xiangzhan/ui/tokens.css';
import './shell.css';

import { restoreLargeText } from '@xiangzhan/ui/base';
import { createPinia } from 'pinia';
import { createApp } from 'vue';

import { dexieShelves } from '../backend/dexieShelves';
import { keepIn } from '../backend/store';
import { catchInstallOffer } from '../backend/useInstall';
import App from './App.vue';
import { router } from './router';
import { startDay } from './startDay';

restoreLargeText();
catchInstallOffer();
keepIn(dexieShelves());
createApp(App).use(createPinia()).use(router).mount('#app');
startDay();
