import { VueQueryPlugin } from '@tanstack/vue-query';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { createWebHistory } from 'vue-router';
import { applyLocale, i18n, initialLocale } from '@/shared/locales';
import { nextTask } from '@/shared/lib/nextTask';
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

// In tasks of their own, so that none takes 50 ms on a slow phone.
await nextTask();
const app = createApp(App)
  .use(createPinia())
  .use(VueQueryPlugin, { queryClient })
  .use(i18n)
  .provide(navigationKey, navigation);
// No time can be shown before the clinic's zone is known.
const needed = Promise.allSettled([applyLocale(initialLocale()), useClinic().load()]);

await nextTask();
const router = createAppRouter(createWebHistory());
const notices = useNotices();
handleLoadFailures(router, {
  isReachable: isServerReachable,
  load: (path) => location.assign(path),
  offline: () => notices.problem(i18n.global.t('frame.offlineStay')),
  failed: () => notices.problem(i18n.global.t('frame.pageFailed')),
});

await nextTask();
app.use(router);

await nextTask();
// The first format takes as long as the rest of a task may.
Intl.DateTimeFormat();

await needed;
await nextTask();
app.mount('#app');
