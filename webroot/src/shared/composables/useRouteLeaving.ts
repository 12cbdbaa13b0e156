import { tryOnScopeDispose } from '@vueuse/core';
import { onBeforeRouteLeave, useRouter } from 'vue-router';

/**
 * Whether another page is loading: a page that then writes something into its own address would end the navigation.
 */
export function useRouteLeaving(): () => boolean {
  let leaving = false;
  onBeforeRouteLeave(() => {
    leaving = true;
  });
  tryOnScopeDispose(
    useRouter().afterEach(() => {
      leaving = false;
    }),
  );
  return () => leaving;
}
