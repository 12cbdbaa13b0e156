/** The words of a text without case and accents; umlauts written as two letters are folded too. */
export function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/([aou])e/g, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** Whether a word begins with a stem; a stem of fewer than four letters must equal the word. */
export function matches(stem: string, word: string): boolean {
  return stem.length < 4 ? word === stem : word.startsWith(stem);
}

/** Whether a word may be a misspelling of one that begins with the stem. */
export function resembles(stem: string, word: string): boolean {
  if (matches(stem, word)) {
    return true;
  }
  if (stem.length < 5 || stem[0] !== word[0]) {
    return false;
  }
  const typos = stem.length < 10 ? 1 : 2;
  return (
    isWithin(typos, stem, word) ||
    (stem.length >= 7 && word.length > stem.length && isWithin(typos, stem, word.slice(0, stem.length)))
  );
}

/** Whether the edit distance is at most `typos`; a transposition counts as one. */
function isWithin(typos: number, a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > typos) {
    return false;
  }
  const distance = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i && j ? 0 : i + j)),
  );
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const above = distance[i - 1]!;
      let least = Math.min(
        above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
        1 + Math.min(above[j]!, distance[i]![j - 1]!),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, distance[i - 2]![j - 2]! + 1);
      }
      distance[i]![j] = least;
    }
  }
  return distance[a.length]![b.length]! <= typos;
}
