import { shallowRef, watch } from 'vue';
import { useRouter } from 'vue-router';

/** The place of the search in a record; the others are the items, by id. */
export const searchPlace = 'search';

/** The place in a record to which the address leads, until it has been reached. */
export function useSoughtPlace() {
  const { currentRoute } = useRouter();
  const sought = shallowRef('');
  watch(currentRoute, ({ name, hash }) => (sought.value = name === 'record' ? hash.slice(1) : ''), {
    immediate: true,
  });
  return sought;
}
