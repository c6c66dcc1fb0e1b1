/**
 * Folder boundaries: worker, web, cli → activities → office → domain ← workflows; adapters stand beside. Type imports count here too, so that even the
 * words of an inner room name nothing of an outer one.
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need one another are one module, or share a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-alone',
      comment: 'The rules know nothing of the world around them.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { path: '^(workflows|activities|office|adapters|templates|web|cli|worker)/' },
    },
    {
      name: 'workflows-see-domain',
      comment: 'A workflow sees the rules, and activities by their types.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^(office|adapters|templates|web|cli|worker)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-see-activities-by-type',
      comment: 'An activity that is imported by value would be bundled into the workflow and run in replay.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'adapters-activities-and-services-are-inner-rooms',
      comment: 'Only the composition (worker, web, cli) sees everything.',
      severity: 'error',
      from: { path: '^(adapters|activities|office)/' },
      to: { path: '^(worker|web|cli)/' },
    },
    {
      name: 'adapters-know-no-service',
      comment: 'Services own their ports; an adapter names them by type.',
      severity: 'error',
      from: { path: '^adapters/' },
      to: { path: '^(activities|office|workflows)/', pathNot: '^office/ports/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'services-know-no-activity',
      comment: 'Activities are made of services, never the other way.',
      severity: 'error',
      from: { path: '^office/' },
      to: { path: '^(activities|workflows)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-world-is-met-at-its-ports',
      comment:
        'Whoever needs something of the world states the port (office/ports/); only the composition knows what fills it.',
      severity: 'error',
      from: { path: '^(office|activities|web)/' },
      to: { path: '^adapters/', pathNot: '^adapters/registers/shape\\.ts$' },
    },
    {
      name: 'the-record-is-met-at-its-ports',
      comment: 'The same of commands, which read mandate files and mails by themselves.',
      severity: 'error',
      from: { path: '^cli/' },
      to: { path: '^adapters/postgres/' },
    },
    {
      name: 'templates-know-words-alone',
      comment: 'Words are made of what they are given.',
      severity: 'error',
      from: { path: '^templates/' },
      to: { path: '^(office|activities|workflows|adapters|web|cli|worker)/' },
    },
    {
      name: 'doors-know-no-other-door',
      comment: 'Desk and command share services, never each other; only the command starts the worker.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(worker|cli)/' },
    },
    {
      name: 'adapters-word-nothing',
      comment: 'What people read is made by the templates.',
      severity: 'error',
      from: { path: '^adapters/' },
      to: { path: '^templates/' },
    },
    {
      name: 'commands-load-late',
      comment:
        'The engine, the database and the reader of mail take most of a second to load: a command that needs them loads them itself.',
      severity: 'error',
      from: { path: '^cli/', pathNot: '^cli/explain\\.ts$' },
      to: {
        path: '^(worker/(composition|service|supervisor)|adapters/(mime|temporal|postgres)|office/(intake/filing|decisions/withdrawal))',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'sql-stands-in-one-room',
      comment: 'Whoever asks the record asks a store.',
      severity: 'error',
      from: { pathNot: '^adapters/postgres/' },
      to: { path: 'kysely' },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
