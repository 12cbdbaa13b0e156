/** A patient's name as lists show it: with the family name first, if the server's version states it. */
export const listedName = (one: { patientName: string; patientListedName?: string }) =>
  one.patientListedName ?? one.patientName;
