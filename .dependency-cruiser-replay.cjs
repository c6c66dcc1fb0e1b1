const { builtinModules } = require('node:module');

/**
 * What runs in replay. Only imports by value count, since types are gone when a workflow runs: whatever can be reached from
 * workflows/ must give the same result in a year, on a newer Node and with newer time-zone tables.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'replay-reaches-no-tables',
      comment: 'luxon and Intl read tables that change; zod makes a workflow bundle a megabyte larger.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '(^|/)node_modules/(luxon|zod|handlebars|pg|kysely|nodemailer)/', reachable: true },
    },
    {
      name: 'replay-reaches-no-world',
      comment: 'Activities and adapters run outside of replay.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^(activities|office|adapters|templates|web|cli|worker)/', reachable: true },
    },
    {
      name: 'replay-reaches-no-node',
      comment: 'The workflow sandbox has no Node modules.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: `^(node:)?(${builtinModules.join('|')})$`, reachable: true },
    },
    {
      name: 'domain-does-no-io',
      comment: 'Hashing is arithmetic; every other Node module is the world.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
  ],
  options: {
    tsPreCompilationDeps: false,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
