import { parseSync, type Plugin, type Rollup } from 'vite';

/** Files of the build: each has what its roots import statically and no file above it has. */
const parts: [name: string, roots: RegExp][] = [
  ['frame', /\/src\/app\/main\.ts$/],
  ['patient', /\/src\/features\/booking\/pages\/(HomePage|BookingPage)\.vue$/],
  ['booking', /\/src\/features\/booking\/components\/laterSteps\.ts$/],
  [
    'more',
    /\/src\/features\/((booking|account|appointments|privacy|family)\/(pages\/(?!ErasuresPage)\w+\.vue|index\.ts)|family\/components\/ForWhom\.vue|waitlist\/components\/JoinDialog\.vue|bell\/components\/PatientBell\.vue)$/,
  ],
];
const icon = /node_modules\/lucide-vue-next/;
const library = /node_modules\/(?!@fontsource)|\/dev\/vue-for-i18n\.ts$/;
/** What a feature, and the library of icons, offer to others: who imports one thing of it does not need the rest. */
const offer = /\/src\/features\/[\w-]+\/index\.ts$|\/lucide-vue-next\.js$/;

const modules = new Map<string, ReturnType<typeof parseSync>['module']>();

function parsed(context: Rollup.PluginContext, id: string) {
  const known = modules.get(id) ?? parseSync('module.ts', context.getModuleInfo(id)!.code!).module;
  modules.set(id, known);
  return known;
}

/** The modules behind the names that a module takes from what is offered. */
async function takenFrom(context: Rollup.PluginContext, id: string, offered: string): Promise<string[]> {
  const entries = parsed(context, offered).staticExports.flatMap((one) => one.entries);
  const taken = new Set<string>();
  for (const { moduleRequest, entries: names } of parsed(context, id).staticImports) {
    if ((await context.resolve(moduleRequest.value, id))?.id !== offered) {
      continue;
    }
    for (const { importName } of names.filter(({ isType }) => !isType)) {
      const behind = entries.find(({ exportName }) => exportName.name === importName.name)?.moduleRequest;
      taken.add((behind && (await context.resolve(behind.value, offered))?.id) ?? offered);
    }
  }
  return [...taken];
}

/**
 * A few files in place of one for each module that several pages share. What every page needs, and what a visitor needs to
 * book, are exact: nobody loads for them what other pages need.
 */
export function chunks(): Plugin {
  const partOf = new Map<string, string>();

  async function assign(context: Rollup.PluginContext, id: string, name: string) {
    if (partOf.has(id)) {
      return;
    }
    partOf.set(id, name);
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) {
      const needed = offer.test(imported) ? await takenFrom(context, id, imported) : [imported];
      for (const one of needed) {
        await assign(context, one, name);
      }
    }
  }

  const isIn = (name: string) => (id: string) => partOf.get(id) === name && !id.endsWith('/src/app/main.ts');
  const isFirst = (id: string) => isIn('frame')(id) || isIn('patient')(id);
  const groups = [
    { name: 'vendor', test: (id: string) => isFirst(id) && library.test(id) },
    ...parts.map(([name]) => ({ name, test: isIn(name) })),
    { name: 'staff', test: /\/src\/features\/(?!reports)[\w-]+\/(?!locales|mock)/ },
    { name: 'staff-icons', test: icon },
  ];
  return {
    name: 'clinibus:chunks',
    apply: 'build',
    async buildEnd() {
      for (const [name, roots] of parts) {
        for (const id of [...this.getModuleIds()].filter((one) => roots.test(one))) {
          await assign(this, id, name);
        }
      }
    },
    config: () => ({
      build: {
        rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups } } },
      },
    }),
  };
}
