import type { Component, InjectionKey, Ref } from 'vue';
import type { RouteLocationRaw } from 'vue-router';
import type { Role, Schemas } from '@/shared/api/client';
import type { PageName } from '@/shared/routing';

/** Who sees a place: a role, people signed in whose roles have no navigation of their own, or visitors. */
export type Audience = Role | 'SIGNED_IN' | 'GUEST';

/** An entry of the main navigation. */
export interface Place {
  page: PageName;
  /** Key of the text. */
  label: string;
  icon: Component;
  /** Who sees it, and where in their navigation. At most five in each, so that they fit a phone. */
  position: Partial<Record<Audience, number>>;
  /** Other pages that belong to the place. */
  also?: readonly PageName[];
  /** The page's parameters, where it has some. */
  params?: (user: Schemas['User']) => Record<string, string>;
}

/** A tab of pages that belong together. */
export interface Tab {
  page: PageName;
  /** Key of the text. */
  label: string;
  position: number;
  /** A composable that returns whether the tab is available; always if absent. */
  useAvailable?: () => Readonly<Ref<boolean>>;
}

/** Something that staff can create from every page, in the menu "New". */
export interface Creation {
  roles: Role[];
  /** Key of the text. */
  label: string;
  position: number;
  to: RouteLocationRaw;
  /** The key that leads there from every page. */
  key?: string;
}

/** What stands above every page, or in the bar of every page, for people with one of the roles. */
export interface Addition {
  roles: Role[];
  component: Component;
}

/** What the features add to the frame of the app, each in its `nav.ts`. */
export interface Navigation {
  places: Place[];
  /** The pages on which the clinic is set up. */
  adminTabs: Tab[];
  /** The pages of a patient about themselves. */
  meTabs: Tab[];
  creations: Creation[];
  banners: Addition[];
  tools: Addition[];
  /** What waits for somebody; the first that is for them is shown. */
  bells: Addition[];
  /** What can be done for a patient on the patient's page. Each gets the prop `patientId`. */
  patientActions: Addition[];
}

export const navigationKey: InjectionKey<Navigation> = Symbol('navigation');
