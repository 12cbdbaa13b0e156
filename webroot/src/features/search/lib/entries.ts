import type { Component } from 'vue';
import { matchesWords } from '@/shared/lib/searchText';

/** Something that the search leads to. */
export interface Entry {
  id: string;
  icon: Component;
  text: string;
  more?: string;
  second?: string;
  /** The part of a text in which the words were found, shown whole. */
  excerpt?: string;
  run: () => unknown;
  /** Whether the search stays open. */
  stays?: boolean;
}

export interface EntryGroup {
  name: 'people' | 'forPerson' | 'record' | 'actions' | 'places';
  /** Whose entries they are. */
  of?: string;
  entries: Entry[];
}

/** The entries whose text has the words that are typed. */
export const matching = (entries: Entry[], typed: string) =>
  entries.filter(({ text, more = '' }) => matchesWords(typed, `${text} ${more}`));
