import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { applyLocale, i18n, initialLocale } from './locales';
import { router } from './router';
import { useClinic } from './stores/clinic';
import './styles/main.scss';

const app = createApp(App).use(createPinia()).use(i18n).use(router);

// No time can be shown before the clinic's zone is known.
await Promise.allSettled([applyLocale(initialLocale()), useClinic().load()]);
app.mount('#app');
