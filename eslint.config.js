import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import tseslint from 'typescript-eslint';

/**
 * The modules that run in replay: workflows/ and what they import by value, however far. Types are gone when a workflow runs, so
 * `import type` is not followed.
 */
function replayedFiles() {
  const found = new Set();
  const queue = readdirSync('workflows', { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('workflows', name));
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, isType, path] of text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'(\.[^']+)\.js';/gm)) {
      if (!isType) queue.push(normalize(join(dirname(file), `${path}.ts`)));
    }
  }
  return [...found];
}

const NO_ENVIRONMENT = [
  { object: 'process', property: 'env', message: 'The environment is read once, in worker/config.ts.' },
];

const NO_CLOCK = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'The domain has no clock.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The domain has no clock.' },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'The domain has no randomness.',
  },
];

const ONE_DOOR = [
  {
    selector: "MemberExpression[object.name='JSON'][property.name='stringify']",
    message: 'What the record holds as JSON passes toJson (text.ts): halves of characters and U+0000 hide in escapes.',
  },
];

const NO_TABLES = [
  {
    selector:
      'MemberExpression[property.name=/^(localeCompare|toLocale(String|DateString|TimeString|UpperCase|LowerCase))$/]',
    message: 'What runs in replay reads no locale: a newer Node could change the result.',
  },
  { selector: "Identifier[name='Intl']", message: 'What runs in replay reads no locale or time-zone table.' },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', '.cache/', 'coverage/', '**/*.cjs'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-restricted-properties': ['error', ...NO_ENVIRONMENT],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // An async function without await keeps a port's promise and turns a throw into a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
    },
  },
  {
    files: ['domain/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...NO_CLOCK] },
  },
  {
    files: replayedFiles(),
    rules: {
      'no-restricted-syntax': ['error', ...NO_TABLES],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [...builtinModules, 'luxon', 'zod'].map((name) => ({ name, allowTypeImports: true })),
          patterns: [{ group: ['node:*', 'luxon/*', 'zod/*'], allowTypeImports: true }],
        },
      ],
    },
  },
  {
    files: replayedFiles().filter((file) => file.startsWith('domain')),
    rules: { 'no-restricted-syntax': ['error', ...NO_CLOCK, ...NO_TABLES] },
  },
  {
    // A factory's type is what it returns: `type Store = ReturnType<typeof createStore>`. Its methods are annotated.
    files: ['{activities,office,adapters/postgres,adapters/temporal,worker,cli,test}/**/*.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    files: ['adapters/postgres/**/*.ts'],
    ignores: ['adapters/postgres/text.ts'],
    rules: { 'no-restricted-syntax': ['error', ...ONE_DOOR] },
  },
  {
    files: ['worker/config.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // What a test reads back from a page, a mail or JSON has no type of its own.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { eqeqeq: 'error' },
  },
);
