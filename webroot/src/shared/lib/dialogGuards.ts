import type { InjectionKey } from 'vue';

/** Whether a dialog may be closed: what was entered would be thrown away. */
export type DialogGuard = () => Promise<boolean>;

/** Of a dialog: the guards of the forms in it. */
export const dialogGuards: InjectionKey<Set<DialogGuard>> = Symbol('dialogGuards');
