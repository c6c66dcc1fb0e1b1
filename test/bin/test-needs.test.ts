import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { needsOf } from '../../bin/test-needs.js';

const SERVERS = ['COORDINATOR_CLAMD', 'COORDINATOR_DOVECOT', 'COORDINATOR_TEMPORAL_CLI', 'COORDINATOR_TEST_SERVER'];

/** What one of our own test files needs: which servers, and whether what is built is run. */
function needsOfOurs(file: string) {
  const { variables, built } = needsOf(process.cwd(), [path.resolve(file)]);
  return { servers: SERVERS.filter((variable) => variables.has(variable)), built };
}

describe('what a run of tests provisions', () => {
  it.each([
    ['nothing for a rule of the domain', 'test/domain/courtesy.test.ts', [], false],
    ['nothing for the words of a mail', 'test/templates/post.test.ts', [], false],
    ['nothing but packages for a store of the record', 'test/adapters/postgres/schema.test.ts', [], false],
    ['the time-skipping server for a story', 'test/stories/joint.test.ts', ['COORDINATOR_TEST_SERVER'], true],
    ['the Temporal server for an installation', 'test/e2e/service.test.ts', ['COORDINATOR_TEMPORAL_CLI'], true],
    ['what a command of the command line was built to', 'test/cli/simulate.test.ts', [], true],
    [
      'what a process of a test imports out of dist',
      'test/worker/supervisor.test.ts',
      ['COORDINATOR_TEMPORAL_CLI'],
      true,
    ],
    ['the IMAP server for a mailbox at a provider', 'test/worker/mailbox.test.ts', ['COORDINATOR_DOVECOT'], true],
    ['the scanner for the check of a file', 'test/adapters/files/clamd.test.ts', ['COORDINATOR_CLAMD'], true],
  ])('is %s', (_what, file, servers, built) => {
    expect(needsOfOurs(file)).toEqual({ servers, built });
  });

  describe('from a folder of tests', () => {
    let root: string;

    beforeEach(() => {
      root = mkdtempSync(path.join(tmpdir(), 'coordinator-needs-'));
      for (const folder of ['test/world', 'domain']) mkdirSync(path.join(root, folder), { recursive: true });
    });

    afterEach(() => rmSync(root, { recursive: true, force: true }));

    const write = (file: string, text: string) => {
      writeFileSync(path.join(root, file), text);
      return path.join(root, file);
    };

    it('is what a module far from the test file names, also where two import each other', () => {
      write('test/world/door.ts', "import './server.js';");
      write('test/world/server.ts', "import './door.js';\n// COORDINATOR_DOOR is its program.");
      const file = write('test/one.test.ts', "const { door } = await import('./world/door.js');");
      expect(needsOf(root, [file])).toEqual({ variables: new Set(['COORDINATOR_DOOR']), built: false });
    });

    it('is not what only a source names: a setting of the service is no need of a test', () => {
      write('domain/rule.ts', 'process.env.COORDINATOR_DOOR');
      const file = write('test/one.test.ts', "import { rule } from '../domain/rule.js';");
      expect(needsOf(root, [file]).variables).toEqual(new Set());
    });

    it('is not what another test file needs', () => {
      write('test/other.test.ts', '// COORDINATOR_DOOR');
      const file = write('test/one.test.ts', "spawn('node', ['bin/coordinator.js']);");
      expect(needsOf(root, [file])).toEqual({ variables: new Set(), built: true });
    });
  });
});
