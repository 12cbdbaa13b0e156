import { describe, expect, it } from 'vitest';
import { ref } from 'vue';
import { useDigits } from './useDigits';

describe('digits of a list', () => {
  it('go to the first nine entries', () => {
    const { digitOf, keyOf } = useDigits(ref([...'abcdefghijk']), () => 0);
    expect([digitOf('a'), digitOf('i'), digitOf('j')]).toEqual([1, 9, undefined]);
    expect(keyOf(2)).toBe('b');
  });

  it('never pass to another entry while the list changes', () => {
    const keys = ref(['a', 'b', 'c']);
    const { digitOf, keyOf } = useDigits(keys, () => 0);
    keys.value = ['x', 'b', 'c'];
    expect([keyOf(1), digitOf('b'), digitOf('c'), digitOf('x')]).toEqual([undefined, 2, 3, 4]);
  });

  it('are assigned again when the list is of something else', () => {
    const keys = ref(['a', 'b']);
    const of = ref(1);
    const { keyOf } = useDigits(keys, () => of.value);
    keys.value = ['b'];
    of.value = 2;
    expect(keyOf(1)).toBe('b');
  });
});
