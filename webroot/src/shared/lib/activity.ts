/** When the user last did something, in any tab of this browser. Outlives a reload. */
const key = 'clinibus.active-at';
/** Other tabs need not know it to the second. */
const everyMs = 5_000;

let last = 0;
let shared = 0;

/** The user does something now. */
export function noteActivity() {
  last = Date.now();
  if (Math.abs(last - shared) >= everyMs) {
    shared = last;
    localStorage.setItem(key, String(last));
  }
}

/** For how long nothing was done, in milliseconds; null if that is unknown. */
export function idleMs(): number | null {
  const latest = Math.max(last, Number(localStorage.getItem(key) ?? 0));
  return latest > 0 ? Math.max(0, Date.now() - latest) : null;
}

export function forgetActivity() {
  last = shared = 0;
  localStorage.removeItem(key);
}
