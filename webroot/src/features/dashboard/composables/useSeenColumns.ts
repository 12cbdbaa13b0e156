import { onBeforeUnmount, onMounted, watch, type Ref } from 'vue';
import type { Column } from './useBoard';

const marginPx = 200;

/** Observes which doctors' columns are on the screen, or nearly. */
export function useSeenColumns(
  scroller: Ref<HTMLElement | null>,
  columns: () => Column[],
  elements: () => HTMLElement[],
  tell: (doctorIds: ReadonlySet<string>) => void,
) {
  const seen = new Set<string>();
  let observer: IntersectionObserver | undefined;

  function observe() {
    observer?.disconnect();
    elements().forEach((column) => observer?.observe(column));
  }

  onMounted(() => {
    observer = new IntersectionObserver(
      (changes) => {
        for (const { target, isIntersecting } of changes) {
          const doctor = (target as HTMLElement).dataset.doctor!;
          if (isIntersecting) {
            seen.add(doctor);
          } else {
            seen.delete(doctor);
          }
        }
        tell(new Set(seen));
      },
      { root: scroller.value, rootMargin: `0px ${marginPx}px` },
    );
    observe();
  });
  onBeforeUnmount(() => observer?.disconnect());
  watch(columns, observe, { flush: 'post' });
}
