/** What is linted and how; the arrows between the folders of lib stand in build/layers.mjs. */
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { LAYERS, PACKAGES, PLAIN_FOLDERS, PUBLIC_FOLDERS } from './build/layers.mjs';

const folders = Object.keys(LAYERS);
const anyOf = (words) => words.map((word) => word.replaceAll('/', '\\/')).join('|');

/** Packages that a folder may not import, `allowed` aside. */
const packages = (allowed, message) => ({
  regex: `^(?!\\.|node:|(?:${anyOf(allowed)})(?:$|\\/nodejs$))`,
  message,
});

/** The arrows of one folder: `../gateway/…` from lib/policy, `../../gateway/…` from lib/policy/x. */
const arrows = (folder) => [
  {
    regex: `^(?:\\.\\.\\/)+(?:${anyOf(folders.filter((other) => other !== folder && !LAYERS[folder].includes(other)))})(?:\\/|$)`,
    message: `lib/${folder} does not stand on it (build/layers.mjs). It may import ${LAYERS[folder].map((below) => `lib/${below}`).join(', ') || 'no other folder of lib'}.`,
  },
  { regex: '^(?:\\.\\.\\/)*\\.\\.(?:\\/index)?$', message: 'Import the file, not the index that exports it.' },
  { regex: '^(?:\\.\\.\\/)+(?:bin|build|test|integ|bench)\\/', message: 'lib does not know what is built with it.' },
];

const noErrors = (allowed) => ({
  selector: 'NewExpression[callee.name=/^(?:Error|TypeError|RangeError|AggregateError)$/]',
  message: `Say it with ${allowed}.`,
});

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/node_modules/',
    '**/cdk.out*/',
    '**/*.snapshot/',
    '.cache/',
    '.venv/',
    'coverage/',
    '**/*.d.ts',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export it by its name.' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // jsii has no unknown: a prop of any type is `any`. What is done with it is still checked (no-unsafe-*).
      '@typescript-eslint/no-explicit-any': 'off',
      // Indexed access counts as present (no noUncheckedIndexedAccess), so a check of it looks unnecessary to this rule.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A handler is async by its contract, whether or not it waits for something.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-control-regex': 'error',
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export it by its name.' },
        noErrors('Problems and refuse() of lib/core/refusal.ts, or an error class of this layer'),
      ],
    },
  },
  ...folders.map((folder) => ({
    files: [`lib/${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...arrows(folder),
            ...(folder === 'cli'
              ? []
              : PLAIN_FOLDERS.includes(folder)
                ? [
                    packages(
                      ['(?!)'],
                      `lib/${folder} is deployed with users' code: it imports no package, CDK least of all.`,
                    ),
                  ]
                : [
                    packages(
                      PACKAGES,
                      `Only the barrel of aws-cdk-lib and ${PACKAGES.slice(1).join(', ')} may be imported.`,
                    ),
                  ]),
          ],
        },
      ],
    },
  })),
  {
    files: ['lib/index.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(?!\\.\\/(?:${anyOf(PUBLIC_FOLDERS)})$)`,
              message: 'Not part of the main entry (build/layers.mjs).',
            },
          ],
        },
      ],
    },
  },
  { files: ['lib/cli/**/*.ts', 'lib/lambda/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['lib/core/refusal.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['bin/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?:\\.\\.\\/)+lib\\/(?!index$|lambda$|lambda\\/index$)',
              message: 'bin uses the public entries only: lib and lib/lambda.',
            },
          ],
        },
      ],
    },
  },
  // `npm start` prints the review of what it has synthesized, so it reads as the command does.
  { files: ['bin/start.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['test/**/*.ts', 'integ/**/*.ts', 'bench/**/*.ts', 'build/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
