import { VueQueryPlugin } from '@tanstack/vue-query';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { createWebHistory } from 'vue-router';
import { applyLocale, i18n, initialLocale } from '@/shared/locales';
import { navigationKey } from '@/shared/navigation';
import { queryClient } from '@/shared/query/client';
import { useClinic } from '@/shared/stores/clinic';
import App from './App.vue';
import { navigation } from './features';
import './messages';
import { createAppRouter } from './router';
import { handleLoadFailures, isServerReachable } from './router/loading';
import { useNotices } from '@/shared/stores/notices';
import '@fontsource-variable/inter/index.css';
import '@/shared/styles/main.scss';

const router = createAppRouter(createWebHistory());
const app = createApp(App)
  .use(createPinia())
  .use(VueQueryPlugin, { queryClient })
  .use(i18n)
  .use(router)
  .provide(navigationKey, navigation);

const notices = useNotices();
handleLoadFailures(router, {
  isReachable: isServerReachable,
  load: (path) => location.assign(path),
  offline: () => notices.problem(i18n.global.t('frame.offlineStay')),
  failed: () => notices.problem(i18n.global.t('frame.pageFailed')),
});

// No time can be shown before the clinic's zone is known.
await Promise.allSettled([applyLocale(initialLocale()), useClinic().load()]);
app.mount('#app');
