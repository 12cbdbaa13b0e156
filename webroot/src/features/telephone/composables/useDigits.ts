import { computed, shallowReactive, watch, type Ref } from 'vue';

const most = 9;

/**
 * Gives the first entries of a list a digit each. While the list changes under the reader's hand, a digit never
 * passes from one entry to another; they are assigned again when what the list is of changes.
 */
export function useDigits(keys: Ref<readonly string[]>, of: () => unknown) {
  const given = shallowReactive(new Map<string, number>());

  function give(all: readonly string[]) {
    for (const key of all.slice(0, most)) {
      if (!given.has(key) && given.size < most) {
        given.set(key, given.size + 1);
      }
    }
  }

  watch(of, () => given.clear(), { flush: 'sync' });
  watch([keys, of], ([all]) => give(all), { immediate: true, flush: 'sync' });

  return {
    digitOf: (key: string) => given.get(key),
    keyOf: (digit: number) => keys.value.find((key) => given.get(key) === digit),
    digits: computed(() => given.size),
  };
}
