import { useEventListener, useMutationObserver } from '@vueuse/core';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';

const controls = ':is(a[href], button, input, select, textarea, [tabindex="0"]):not(:disabled)';

/**
 * Keeps the focus near where it was when the control that had it goes away or is disabled for a while, as a button is
 * whose work is done: browsers let it fall to the start of the document, from where one begins to walk again.
 */
export function useKeptFocus(root: MaybeRefOrGetter<HTMLElement | null>) {
  const page = computed(() => toValue(root));
  let had: HTMLElement | null = null;
  let disabled = false;
  let places: HTMLElement[] = [];

  function remember({ target }: FocusEvent) {
    had = target as HTMLElement;
    disabled = false;
    places = [];
    for (let at = had.parentElement; at && at !== page.value; at = at.parentElement) {
      places.push(at);
    }
  }

  const isHeld = () => document.activeElement && document.activeElement !== document.body;

  function take(element: HTMLElement | null) {
    element?.focus({ preventScroll: true });
    return isHeld();
  }

  function restore() {
    disabled ||= had?.matches(':disabled') ?? false;
    if (!had || isHeld() || document.querySelector('dialog[open]')) {
      return;
    }
    if (had.isConnected) {
      void (disabled && take(had));
    } else {
      const near = places.filter((place) => place.isConnected && page.value?.contains(place));
      void (
        near.some((place) => [...place.querySelectorAll<HTMLElement>(controls)].some(take)) ||
        take(page.value)
      );
    }
  }

  useEventListener(document, 'focusin', remember);
  // Who presses beside all controls wants none.
  useEventListener(document, 'pointerdown', () => (had = null), { capture: true });
  useMutationObserver(page, restore, {
    childList: true,
    subtree: true,
    attributeFilter: ['disabled', 'open'],
  });
}
