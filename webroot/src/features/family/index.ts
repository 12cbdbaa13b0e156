import { defineAsyncComponent } from 'vue';

// Not part of what a visitor loads to book.
export const ForWhom = defineAsyncComponent(() => import('./components/ForWhom.vue'));
export const RelativeChoice = defineAsyncComponent(() => import('./components/RelativeChoice.vue'));
export const Representations = defineAsyncComponent(() => import('./components/Representations.vue'));
export const FamilyRules = defineAsyncComponent(() => import('./components/FamilyRules.vue'));
export { familyQuery } from './queries';
