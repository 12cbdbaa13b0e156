import { getActivePinia, setActivePinia, type Pinia } from 'pinia';

let kept: Pinia | undefined;

/** Stores of this one are those that a test means; those of the one before end. */
export function keepActive(pinia: Pinia) {
  disposeStores();
  kept = pinia;
  activate();
}

/** What a page of an earlier test still does makes its own stores the active ones: those of this test are again. */
export function activate() {
  if (kept) {
    setActivePinia(kept);
  }
}

/** The test is over: nothing of its stores listens during another one. */
export function forget() {
  disposeStores();
  kept = undefined;
}

function disposeStores() {
  activate();
  getActivePinia()?._s.forEach((store) => store.$dispose());
}
