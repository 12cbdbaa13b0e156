import type { Plugin, Rollup } from 'vite';

/** Files of the build: each has what its roots import statically and no file above it has. */
const parts: [name: string, roots: RegExp][] = [
  ['frame', /\/src\/app\/main\.ts$/],
  ['patient', /\/src\/features\/booking\/pages\/(HomePage|BookingPage)\.vue$/],
  [
    'more',
    /\/src\/features\/((booking|account|appointments|privacy|family)\/(pages\/(?!ErasuresPage)\w+\.vue|index\.ts)|family\/components\/ForWhom\.vue|waitlist\/components\/JoinDialog\.vue|bell\/components\/PatientBell\.vue)$/,
  ],
];
const icon = /node_modules\/lucide-vue-next/;

/**
 * A few files in place of one for each module that several pages share. What every page needs, and what a visitor needs to
 * book, are exact: nobody loads for them what other pages need.
 */
export function chunks(): Plugin {
  const partOf = new Map<string, string>();

  function assign(context: Rollup.PluginContext, id: string, name: string) {
    if (!partOf.has(id)) {
      partOf.set(id, name);
      context.getModuleInfo(id)?.importedIds.forEach((imported) => assign(context, imported, name));
    }
  }

  const isIn = (name: string) => (id: string) => partOf.get(id) === name && !id.endsWith('/src/app/main.ts');
  const isFirst = (id: string) => isIn('frame')(id) || isIn('patient')(id);
  const groups = [
    { name: 'icons', test: (id: string) => isFirst(id) && icon.test(id) },
    { name: 'vendor', test: (id: string) => isFirst(id) && /node_modules\/(?!@fontsource)/.test(id) },
    ...parts.map(([name]) => ({ name, test: isIn(name) })),
    { name: 'staff', test: /\/src\/features\/(?!reports)[\w-]+\/(?!locales|mock)/ },
    { name: 'staff-icons', test: icon },
  ];
  return {
    name: 'clinibus:chunks',
    apply: 'build',
    buildEnd() {
      for (const [name, roots] of parts) {
        [...this.getModuleIds()].filter((id) => roots.test(id)).forEach((id) => assign(this, id, name));
      }
    },
    config: () => ({
      build: {
        rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups } } },
      },
    }),
  };
}
