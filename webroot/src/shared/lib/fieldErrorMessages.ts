/** What the server says of a field, as a key of `fault` and the values in it. */
export interface FieldError {
  key: string;
  values: Record<string, string>;
}

// The validator's few kinds of message, and what domains say of single fields.
const kinds: [RegExp, string, ...string[]][] = [
  [/^(is missing|must not be (null|empty|blank))$/, 'missing'],
  [/^must be at most (\d+) characters long$/, 'tooLong', 'most'],
  [/^must be at least (\d+) characters long$/, 'tooShort', 'least'],
  [/^must be at least (-?\d+)$/, 'tooSmall', 'least'],
  [/^must be at most (-?\d+)$/, 'tooLarge', 'most'],
  [/^must have at least (\d+) entries$/, 'tooFew', 'least'],
  [/^must have at most (\d+) entries$/, 'tooMany', 'most'],
  [/^must not name anything twice$/, 'twice'],
  [/^must be a (whole )?number$/, 'number'],
  [/^must be one of /, 'choice'],
  [/^must be a phone number/, 'phone'],
  [/be an e-mail address|not an e-mail address/, 'email'],
  [/^must be a time of day/, 'time'],
  [/^must be a date( |$)/, 'date'],
  [/^must be a date and time/, 'date'],
  [/^must be a currency code/, 'currency'],
  [/^must be a language tag/, 'language'],
  [/^must be an IANA time-zone/, 'zone'],
  [/^must match \^\(https:/, 'webAddress'],
  [/^must be later than (opens|start)$/, 'later'],
  [/^must not be earlier than validFrom$/, 'later'],
  [/^overlaps an earlier window$/, 'overlap'],
  [/^must (lie ahead|not have passed)$/, 'passed'],
  [/^It is in the future\.$/, 'future'],
  [/^must be within 366 days/, 'longerThanAYear'],
  [/^There is no such /, 'gone'],
  [/^Use at least (\d+) characters\.$/, 'tooShort', 'least'],
  [/^Use at most (\d+) characters\.$/, 'tooLong', 'most'],
  [/^This password is too easy/, 'passwordCommon'],
  [/^Do not use your name/, 'passwordTelling'],
  [/^This is not your current password/, 'passwordWrong'],
  [/has an account already\.$/, 'hasAccount'],
  [/ in this time already$/, 'taken'],
  [
    /^must match |^is not valid$|^must not contain |^is not known here$|^of type |^must be (a|an|true) /,
    'form',
  ],
];

/** Recognises a message of the server; null for one that is not known. */
export function fieldErrorOf(detail: string): FieldError | null {
  for (const [pattern, key, ...names] of kinds) {
    const match = pattern.exec(detail);
    if (match) {
      return { key, values: Object.fromEntries(names.map((name, index) => [name, match[index + 1]!])) };
    }
  }
  return null;
}
