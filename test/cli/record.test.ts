import { createCycleActivities } from '../../activities/cycle.js';
import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { createCycleStore } from '../../adapters/postgres/cycle-store.js';
import { createIntakeStore } from '../../adapters/postgres/intake-store.js';
import { createLedgerStore } from '../../adapters/postgres/ledger-store.js';
import { createRegisterStore } from '../../adapters/postgres/register-store.js';
import { startRecord } from '../world/record.js';
import type { TestRecord } from '../world/record.js';
import { commandOn, objectsOf } from './command.js';
import type { Result } from './command.js';

/** What the record holds of one answer and of what waits, as the commands that read it tell it. */

const CYCLE = 'meeting-convocation/2027';
const REQUEST = `${CYCLE}/CP`;
const AT = '2026-11-20T15:00:00.000Z';
const WHY = ['--because', 'a test'];

describe('the commands that read the record', () => {
  let record: TestRecord;
  let run: (...args: string[]) => Promise<Result>;

  beforeAll(async () => {
    record = await startRecord();
    run = commandOn(record.url, record.folder);
    const { db } = record;
    const activities = createCycleActivities({
      cycles: createCycleStore(db),
      ledger: createLedgerStore(db),
      registers: createRegisterStore(db),
      catalogue: await loadCatalogue('mandates'),
      opening: { isReleased: true, setSize: 1 },
    });
    const common = { because: 'a test', isReleased: true, setSize: 1, openedAt: AT };
    const input = { obligation: 'meeting-convocation', year: 2027, reportDate: '2027-09-30' };
    await activities.openCycle({ ...common, ...input, cycleId: CYCLE });
    const intake = createIntakeStore(db);
    const filed = { id: 'desk-1', requestId: REQUEST, receiptId: null, contact: null, sender: 'the command line' };
    const files = [{ name: 'doc.txt', type: 'text/plain', size: 1, sha256: 'a'.repeat(64) }];
    const text = `CP/RES. 1234 (2500/27)\n${'and more '.repeat(40)}`;
    await intake.fileSubmission({ ...filed, via: 'desk', receivedAt: AT, text, files }, null);
    const data = { submission: 'desk-1', sender: 'the command line', isLate: false };
    await intake.log(REQUEST, [{ key: 'submission/desk-1', kind: 'submissionFiled', at: AT, data }]);
    await db.updateTable('request').set({ stage: 'answered', answeredAt: AT }).where('id', '=', REQUEST).execute();
    const mail = {
      rawSha256: 'b'.repeat(64),
      size: 1,
      recipient: 'x@y.example',
      remoteAddress: '192.0.2.1',
      why: '[]',
    };
    const summary = {
      subject: 'Nota',
      from: ['ana@x.example'],
      messageId: null,
      preview: '',
      attachments: [],
      faults: [],
    };
    await db
      .insertInto('receipt')
      .values({
        ...mail,
        id: 'receipt-1',
        envelopeFrom: 'ana@x.example',
        recipientKind: 'desk',
        receivedAt: AT,
        summary: JSON.stringify(summary),
      })
      .execute();
    await db
      .insertInto('task')
      .values([
        { id: 't1', requestId: null, receiptId: 'receipt-1', kind: 'heldMail', data: '{}', raisedAt: AT },
        {
          id: 't2',
          requestId: REQUEST,
          receiptId: null,
          kind: 'approval',
          data: '{"rung":"reminder-1"}',
          raisedAt: AT,
        },
      ])
      .execute();
  });
  afterAll(() => record.stop());

  it('name what was filed: the beginning of its text and its files', async () => {
    const { stdout } = await run('history', REQUEST);
    expect(stdout).toMatch(
      /Z {2}An answer was filed, from the command line\.\n +"CP\/RES\. 1234 \(2500\/27\) and more .*…", doc\.txt$/m,
    );
    const lines = objectsOf((await run('history', REQUEST, '--json')).stdout);
    expect(lines.find(({ kind }) => kind === 'submissionFiled')).toMatchObject({
      filed: { files: ['doc.txt'], text: expect.stringMatching(/^CP\/RES\. 1234 \(2500\/27\) and more /) as string },
    });
    expect(lines.find(({ kind }) => kind === 'opened')).not.toHaveProperty('filed');
    expect((await run('implementation')).stdout).toMatch(/CP 2026-11-20: "CP\/RES\. 1234 \(2500\/27\).*…", doc\.txt$/m);
  });

  it('list all that waits, with the command that deals with it', async () => {
    await run(
      'pledge',
      'add',
      '--party',
      'ESP',
      '--amount',
      '5',
      '--currency',
      'EUR',
      '--date',
      '2020-01-01',
      '--document',
      'n',
      ...WHY,
    );
    await run('observation', 'add', '--text', 'O', '--date', '2020-05-01', '--document', 'CP/doc.4023/05', ...WHY);
    const { stdout } = await run('decide', 'list');
    expect(stdout).toMatch(
      /^\d{4}-\d\d-\d\d +pledge +Spain, EUR 5 +pledge-1 +pledge paid pledge-1, or pledge remind pledge-1$/m,
    );
    expect(stdout).toMatch(/ observation +Permanent Council, O +observation-1 +observation close observation-1$/m);
    expect(stdout).toMatch(/ heldMail +ana@x\.example, Nota +receipt-1 +mail file receipt-1 REQUEST$/m);
    expect(stdout).toMatch(
      / approval +meeting-convocation\/2027\/CP: reminder-1 +decide approve CP --cycle meeting-convocation\/2027$/m,
    );
    const lines = objectsOf((await run('decide', 'list', '--json')).stdout);
    expect(lines.map(({ kind }) => kind)).toEqual(['pledge', 'observation', 'heldMail', 'approval']);
    expect(lines[2]).toMatchObject({
      id: 't1',
      item: 'receipt-1',
      receiptId: 'receipt-1',
      about: 'ana@x.example, Nota',
    });
  });

  it('tell who is awaited apart from what still runs', async () => {
    const { stdout } = await run('status', CYCLE);
    expect(stdout).toContain('1 of 1 answered; 0 awaited; 1 still runs until closing, answered or not');
    const [cycle] = objectsOf((await run('status', CYCLE, '--json')).stdout);
    expect(cycle).toMatchObject({ asked: 1, answered: 1, open: 1, awaited: 0 });
  });

  it('name to one party only the cycles ahead that ask it', async () => {
    const ahead = async (...args: string[]): Promise<string> => (await run('plan', ...args)).stdout;
    expect(await ahead()).toMatch(/organ-report\/\d{4} opens/);
    const brazil = await ahead('BRA');
    expect(brazil).toMatch(/annual-report\/\d{4} opens/);
    expect(brazil).not.toMatch(/organ-report|fund-contributions|implementation-status|recommendations/);
    expect(await ahead('CIM')).toMatch(/organ-report\/\d{4} opens/);
  });
});
