/** What is typed to find somebody as the parts of a name: the last word is the family name. */
export function nameParts(typed: string) {
  const words = typed.trim().split(/\s+/);
  const familyName = words.length > 1 ? (words.pop() ?? '') : '';
  return { givenName: words.join(' '), familyName };
}
