import prettier from 'eslint-config-prettier';
import vue from 'eslint-plugin-vue';
import typescript from 'typescript-eslint';

export default typescript.config(
  { ignores: ['node_modules/**', 'src/shared/api/generated/**', 'dist/**'] },
  ...typescript.configs.recommended,
  ...vue.configs['flat/recommended'],
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: typescript.parser } } },
  {
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='te'][arguments.length=2]",
          message: 'Ask for a text of the language that is shown: others may not be loaded.',
        },
      ],
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/no-bare-strings-in-template': 'error',
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
    },
  },
  {
    // Declaration merging adds a feature's pages to the typed ones.
    files: ['**/routes.ts'],
    rules: {
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
    },
  },
  { files: ['public/theme.js', 'scripts/**'], rules: { 'no-var': 'off', 'no-console': 'off' } },
  prettier,
);
