export function sameInstant(one: string, other: string): boolean {
  return Date.parse(one) === Date.parse(other);
}
