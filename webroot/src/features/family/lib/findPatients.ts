/** Finds patients by a text, and states of each what tells them apart. */
export type FindPatients = (text: string) => Promise<{ id: string; text: string; more?: string }[]>;
