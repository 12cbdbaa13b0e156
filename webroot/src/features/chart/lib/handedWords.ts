let handed = { patientId: '', words: '' };

/**
 * Hands words over to the search on the page of a patient's record. They are in no address, because addresses are kept
 * in logs and in the browser.
 */
export function handWords(patientId: string, words: string) {
  handed = { patientId, words };
}

/** The words that were handed over for a record, once. */
export function takeWords(patientId: string): string {
  const words = handed.patientId === patientId ? handed.words : '';
  handed = { patientId: '', words: '' };
  return words;
}
