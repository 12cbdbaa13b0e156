import { defineAsyncComponent } from 'vue';

export const ContactTranslations = defineAsyncComponent(() => import('./components/ContactTranslations.vue'));
