import { inject, provide, type InjectionKey, type Ref } from 'vue';
import type { TimeScale } from '@/shared/lib/timeScale';
import type { Density } from './layout';

/** How the board is looked at; its parts read just what they need, so that little is drawn again. */
export interface BoardView {
  axis: Ref<TimeScale>;
  density: Ref<Density>;
  /** What is searched for, as `searchable` makes it, or nothing. */
  search: Ref<string>;
  /** The visit whose panel is open. */
  selected: Ref<string | undefined>;
  /** The visits that are being moved or are on the shelf. */
  lifted: Ref<ReadonlySet<string>>;
  /** Whether visits may be checked in, moved and booked here. */
  mayEdit: Ref<boolean>;
  /** Whether the day is not in the future: check-in is not possible before it. */
  hasCome: Ref<boolean>;
  /** When a visit changed while it was shown, in milliseconds; 0 if it did not. */
  changedAt: (visitId: string) => number;
  /** A text of the clinic in the reader's language. */
  clinicText: (text: string) => string;
}

const key: InjectionKey<BoardView> = Symbol('board view');

export const provideView = (view: BoardView) => provide(key, view);

export function useView(): BoardView {
  return inject(key)!;
}
