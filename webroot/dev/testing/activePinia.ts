import { setActivePinia, type Pinia } from 'pinia';

let kept: Pinia | undefined;

/** Stores of this one are those that a test means. */
export function keepActive(pinia: Pinia) {
  kept = pinia;
  activate();
}

/** What a page of an earlier test still does makes its own stores the active ones: those of this test are again. */
export function activate() {
  if (kept) {
    setActivePinia(kept);
  }
}

/** The test is over. */
export function forget() {
  kept = undefined;
}
