import type { RouteRecordInfo } from 'vue-router';
import type { Role } from '@/shared/api/client';

/** The parameter that a part of a path names: `id`, `day?`, `mailId(\\d+)?`, `path(.*)*`. */
type ParameterOf<Part extends string> = Part extends `${infer Name}(${string})${infer Modifier}`
  ? Modified<Name, Modifier>
  : Part extends `${infer Name}?`
    ? Modified<Name, '?'>
    : Modified<Part, ''>;

type Modified<Name extends string, Modifier extends string> = Modifier extends '*'
  ? { [N in Name]?: string[] }
  : Modifier extends '?'
    ? { [N in Name]?: string }
    : { [N in Name]: string };

type ParametersOf<Path extends string> = Path extends `${string}:${infer Part}/${infer Rest}`
  ? ParameterOf<Part> & ParametersOf<`/${Rest}`>
  : Path extends `${string}:${infer Part}`
    ? ParameterOf<Part>
    : Record<never, never>;

/** The typed pages of a feature, derived from its paths by name. */
export type PagesOf<Paths extends Record<string, string>> = {
  [Name in keyof Paths & string]: RouteRecordInfo<
    Name,
    Paths[Name],
    ParametersOf<Paths[Name]>,
    ParametersOf<Paths[Name]>
  >;
};

/** Every page by name. Each feature adds its own in its `routes.ts`; links use the names, never paths. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Pages {}

export type PageName = keyof Pages;

export const staff: Role[] = ['ADMIN', 'RECEPTIONIST', 'DOCTOR'];

/** Everybody who works for the clinic. */
export const workers: Role[] = [...staff, 'PHARMACIST', 'PRIVACY_OFFICER'];

/** The roles that can book. */
export const bookers: Role[] = [...staff, 'PATIENT'];

declare module 'vue-router' {
  interface TypesConfig {
    RouteNamedMap: Pages;
  }

  interface RouteMeta {
    /** Key of the page's title. */
    title: string;
    /** Who may open the page; without it, anyone. */
    roles?: Role[];
    /** Leads to bookings: not for signed-in users whose roles cannot book. */
    booking?: boolean;
    /** Only for visitors. */
    guestsOnly?: boolean;
    /** The role that begins on this page after login. */
    landingFor?: Role;
    /** The tab to which the page belongs. */
    tab?: PageName;
    /** Without the frame of the app. */
    bare?: boolean;
    /** Takes the whole screen instead of a column of text. */
    wide?: boolean;
  }
}
