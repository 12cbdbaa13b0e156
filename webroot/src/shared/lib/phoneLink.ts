/** The address that calls a telephone number. */
export const phoneLink = (number: string) => `tel:${number.replace(/[^+\d]/g, '')}`;
