import { useLiveQuery } from '@/shared/live/useLiveQuery';
import { unsignedNotesTopic, type UnsignedNotesAbout, type UnsignedNoteState } from '../queries';

/** Which notes of the signed-in doctor are not signed, live. */
export const useUnsignedNotes = () => useLiveQuery<UnsignedNotesAbout, UnsignedNoteState>(unsignedNotesTopic);
