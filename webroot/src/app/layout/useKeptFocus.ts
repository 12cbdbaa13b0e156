import { useEventListener, useMutationObserver } from '@vueuse/core';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';

const controls = ':is(a[href], button, input, select, textarea, [tabindex="0"]):not(:disabled)';

/** Parts of a page that are read out with a name or as a whole. */
const parts = 'section, article, form, fieldset, aside';

/**
 * Keeps the focus near where it was when the control that had it goes away or is disabled for a while, as a button is
 * whose work is done: browsers let it fall to the start of the document, from where one begins to walk again. It goes to
 * a control of the smallest place that is left, to its section where that has none. Of a control in a dialog the places
 * are those of what opened the dialog.
 */
export function useKeptFocus(root: MaybeRefOrGetter<HTMLElement | null>) {
  const page = computed(() => toValue(root));
  let had: HTMLElement | null = null;
  let disabled = false;
  let places: HTMLElement[] = [];
  let outside: HTMLElement[] = [];

  function remember({ target }: FocusEvent) {
    had = target as HTMLElement;
    disabled = false;
    const dialog = had.closest('dialog');
    if (!dialog) {
      outside = placesOf(had, page.value);
    }
    places = dialog ? [...placesOf(had, dialog), ...outside] : outside;
  }

  const isHeld = () => document.activeElement && document.activeElement !== document.body;

  function take(element: HTMLElement | null) {
    element?.focus({ preventScroll: true });
    if (element?.matches(':focus-visible')) {
      element.scrollIntoView({ block: 'nearest' });
    }
    return isHeld();
  }

  function takeWithin(place: HTMLElement) {
    return [...place.querySelectorAll<HTMLElement>(controls)].some(take) || takePart(place);
  }

  function takePart(place: HTMLElement) {
    if (!place.matches(parts)) {
      return false;
    }
    place.tabIndex = -1;
    return take(place);
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
      void (near.some(takeWithin) || take(page.value));
    }
  }

  useEventListener(document, 'focusin', remember);
  // Who presses beside all controls wants none.
  useEventListener(document, 'pointerdown', () => (had = null), { capture: true });
  // After the observers of pages that lead the focus themselves, as the board does.
  useMutationObserver(page, () => queueMicrotask(restore), {
    childList: true,
    subtree: true,
    attributeFilter: ['disabled', 'open'],
  });
}

/** What an element is in, the smallest first. */
function placesOf(element: HTMLElement, root: HTMLElement | null): HTMLElement[] {
  const places: HTMLElement[] = [];
  for (let at = element.parentElement; at && at !== root; at = at.parentElement) {
    places.push(at);
  }
  return places;
}
