interface Named {
  title: string;
  givenName: string;
  familyName: string;
}

/** "Dr. Sofia Lindqvist" */
export function doctorName(doctor: Named): string {
  return [doctor.title, doctor.givenName, doctor.familyName].filter(Boolean).join(' ');
}

/** The first letters of the first and last part of a name. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : ''].map((part) => [...(part ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase();
}

/** "Sofia Lindqvist", of "Prof. Dr. Sofia Lindqvist". */
export function withoutTitle(name: string): string {
  return name.replace(/^(\p{L}+\.\s*)+/u, '');
}
