import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { assetList } from './dev/asset-list-plugin.ts';
import { firstPage } from './dev/first-page-plugin.ts';
import { mockClinic } from './dev/mock/plugin.ts';
import { chunks } from './dev/chunks-plugin.ts';
import { precompress } from './dev/precompress-plugin.ts';
import { dividedTexts } from './dev/texts-plugin.ts';
import { vueForI18n } from './dev/vue-for-i18n-plugin.ts';

const server = process.env.CLINIBUS_SERVER ?? 'http://localhost:8080';

export default defineConfig(({ command, mode }) => ({
  plugins: [
    vue(),
    vueForI18n(),
    dividedTexts(),
    chunks(),
    firstPage(),
    assetList(),
    precompress(),
    mode === 'mock' && mockClinic(),
  ],
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
      '@dev': fileURLToPath(new URL('./dev', import.meta.url)),
      // Tables that the server reads too.
      '@red-flags': fileURLToPath(new URL('../src/main/resources/scheduling/red-flags', import.meta.url)),
    },
  },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    // The texts become functions by shared/locales/functions.ts; a specification compares them with the compiler's.
    __INTLIFY_DROP_MESSAGE_COMPILER__: command === 'build',
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  css: { preprocessorOptions: { scss: { quietDeps: true, silenceDeprecations: ['import'] } } },
  build: {
    outDir: '../target/classes/webroot',
    emptyOutDir: true,
    // Assets inlined as data URLs would need a looser Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    fs: { allow: ['.', '../src/main/resources/scheduling/red-flags'] },
    proxy: mode === 'mock' ? undefined : { '/api': { target: server, ws: true } },
  },
  test: {
    // A busy machine is slow, not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    environment: 'happy-dom',
    include: ['src/**/*.spec.ts'],
    setupFiles: ['dev/testing/setup.ts'],
    isolate: false, // one environment for all files of a worker: a third of the time
    restoreMocks: true,
    unstubGlobals: true,
    env: { TZ: 'America/New_York' },
  },
}));
