import { commandWith, objectsOf } from '../cli/command.js';
import type { Result } from '../cli/command.js';
import { install } from '../world/installation.js';
import type { Installation } from '../world/installation.js';
import { settled } from '../world/settled.js';

/*
 * What an operator types, on an installation that waits for a release: its mail server is a real one, and is away. Each command is seen
 * to do what it says, in the record that workflows have written; said again it changes nothing, and a wrong word is named.
 */

const SLOW_MS = 120_000;
const CYCLE = 'annual-report/2027';
const SETTINGS = {
  SMTP_URL: 'smtp://127.0.0.1:9',
  COORDINATOR_MAIL_DOMAIN: 'tip-desk.example',
  COORDINATOR_ADDRESS: 'coordinator@oas-demo.example',
};
const ACT = ['--authority', 'a note of that day', '--reason', 'so that it is on record'];

let service: Installation;
let run: (...args: string[]) => Promise<Result>;

beforeAll(async () => {
  service = await install(SETTINGS);
  await service.start().untilReady();
  run = commandWith({ ...SETTINGS, COORDINATOR_DATA: service.data });
}, SLOW_MS);
afterAll(async () => service.erase(), SLOW_MS);

const words = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await run(...args);
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
  return stdout;
};
const refusal = async (code: number, ...args: string[]): Promise<string> => {
  const result = await run(...args);
  expect({ args, code: result.code, stdout: result.stdout }).toEqual({ args, code, stdout: '' });
  return result.stderr;
};
const releasesOnRecord = async () => {
  const db = await service.record();
  return db
    .selectFrom('caseLog')
    .select(['requestId', 'at'])
    .where('kind', '=', 'released')
    .orderBy('requestId')
    .execute();
};
const requestOf = async (state: string) => {
  const db = await service.record();
  return db.selectFrom('request').selectAll().where('id', '=', `${CYCLE}/${state}`).executeTakeFirstOrThrow();
};

describe('release', () => {
  it('lets the note of one state leave, then all that wait', async () => {
    expect(await words('release', 'BRA')).toBe('1 note leaves now.\n');
    expect([(await requestOf('BRA')).isReleased, (await requestOf('PER')).isReleased]).toEqual([true, false]);
    expect(await words('release')).toMatch(/^3\d notes leave now\.\n$/);
    expect((await requestOf('PER')).isReleased).toBe(true);
    const before = await releasesOnRecord();
    await words('release');
    expect(await releasesOnRecord()).toEqual(before);
    expect(await refusal(2, 'release', 'Atlantis')).toContain('Atlantis');
  });
});

describe('extend', () => {
  it('gives one state a later date, once, and refuses one that is not later', async () => {
    expect(await words('extend', 'CAN', '--until', '2027-03-15', ...ACT)).toContain('2027-03-15');
    expect((await requestOf('CAN')).dueDate).toBe('2027-03-15');
    expect(await refusal(2, 'extend', 'CAN', '--until', '2027-03-15', ...ACT)).toContain('2027-03-15');
    expect(await refusal(2, 'extend', 'CAN', '--until', '2027-13-15', ...ACT)).toContain('2027-13-15');
    expect((await requestOf('CAN')).dueDate).toBe('2027-03-15');
  });
});

describe('what has moved as JSON', () => {
  it('is one object for each request, with the new date and the former one', async () => {
    const lines = objectsOf(await words('extend', 'ARG', '--until', '2027-03-15', ...ACT, '--json'));
    const { dueDate, plan } = await requestOf('ARG');
    expect(lines).toEqual([
      { requestId: `${CYCLE}/ARG`, outcome: 'changed', dueDate: '2027-03-15', formerDueDate: '2027-02-01' },
    ]);
    expect([dueDate, plan.due.date]).toEqual(['2027-03-15', '2027-03-15']);
  });

  it('says of each what has become of it, and names what is no state, no duty or not given', async () => {
    const outcomes = async (...args: string[]) =>
      objectsOf(await words(...args, ...ACT, '--json')).map(({ requestId, outcome }) => [requestId, outcome]);
    expect(await outcomes('pause', '--request', 'URY')).toEqual([[`${CYCLE}/URY`, 'changed']]);
    expect(await outcomes('end', '--request', 'PRY')).toEqual([[`${CYCLE}/PRY`, 'over']]);
    expect(await refusal(2, 'pause', '--party', 'Atlantis', ...ACT)).toContain("There is no party 'Atlantis'.");
    expect(await refusal(2, 'end', '--obligation', 'nonsense', ...ACT)).toContain("There is no obligation 'nonsense'.");
    expect(await refusal(2, 'replan', '--authority', 'a note')).toContain('--reason');
  });
});

describe('pause and resume', () => {
  it('stop the clock of one state and let it go on, each once', async () => {
    expect(await words('pause', '--party', 'HTI', ...ACT)).toContain('HTI');
    expect((await requestOf('HTI')).pausedBecause).toBe('so that it is on record (a note of that day)');
    expect(await refusal(2, 'pause', '--party', 'HTI', ...ACT)).toMatch(
      /^The clock stands still for .*HTI since .* already \(so that it is on record\)\. Nothing was changed\.\n$/,
    );
    expect(await words('resume', '--party', 'HTI', ...ACT)).toContain('HTI');
    expect((await requestOf('HTI')).pausedBecause).toBeNull();
    expect(await refusal(2, 'resume', '--party', 'HTI', ...ACT)).toContain(
      'The clock does not stand still for party/HTI.',
    );
  });

  it('concern one scope: none and two of them are refused, and nothing is changed', async () => {
    for (const scope of [[], ['--party', 'HTI', '--request', 'PER'], ['--party', 'HTI', '--all']])
      expect(await refusal(2, 'pause', ...scope, ...ACT)).toContain(
        'Name one of --party, --request, --obligation or, where it is taken, --all.',
      );
    expect([(await requestOf('HTI')).pausedBecause, (await requestOf('PER')).pausedBecause]).toEqual([null, null]);
  });
});

describe('retry', () => {
  it('lets a request go on that a fault has stopped, once', async () => {
    await park('GTM');
    expect((await requestOf('GTM')).parkedBecause).not.toBeNull();
    await mend('GTM');
    expect(await words('retry', 'GTM')).toBe(`${CYCLE}/GTM goes on.\n`);
    await settled(async () => (await requestOf('GTM')).parkedBecause === null);
    expect(await refusal(2, 'retry', 'GTM')).toContain(`${CYCLE}/GTM was not stopped by a fault.`);
    expect(await refusal(2, 'retry', 'Atlantis')).toContain('Atlantis');
  });
});

describe('end', () => {
  it('ends the request of one state before its day, once', async () => {
    expect(await words('end', '--request', 'COL', ...ACT)).toContain('COL');
    await settled(async () => (await requestOf('COL')).stage === 'closed');
    expect((await requestOf('COL')).closedAs).toMatch(/ended|notReached|notSent/);
    expect(await words('end', '--request', 'COL', ...ACT)).toBe('It is on record. It concerns no running request.\n');
    expect((await requestOf('PER')).stage).not.toBe('closed');
  });
});

describe('reschedule and replan', () => {
  it('move the day that a cycle is counted from, once', async () => {
    expect(await words('reschedule', '2027-05-20', ...ACT)).toMatch(/annual-report\/2027\/PER +2027-03-08 +2027-02-01/);
    const db = await service.record();
    const { reportDate: date } = await db
      .selectFrom('cycle')
      .selectAll()
      .where('id', '=', CYCLE)
      .executeTakeFirstOrThrow();
    expect(date).toBe('2027-05-20');
    expect((await requestOf('PER')).closeAt.slice(0, 10)).toBe('2027-04-20');
    expect(await refusal(2, 'reschedule', '2027-05-20', ...ACT)).toContain('2027-05-20');
    expect(await refusal(2, 'reschedule', 'soon', ...ACT)).toContain('soon');
  });

  it('tell running requests of the mandate files, in words and as JSON', async () => {
    expect(await words('replan', ...ACT)).toMatch(/annual-report\/2027\/PER +2027-03-08 +as before/);
    for (const line of (await words('replan', ...ACT, '--json')).trim().split('\n'))
      expect(JSON.parse(line)).toBeDefined();
  });
});

describe('absence', () => {
  const away = ['--from', '2026-12-20', '--until', '2027-01-10', '--deputy', 'Ana Pérez <aperez@oas.org>'];

  it('says who decides meanwhile, lists it, and takes no second one for the same days', async () => {
    expect(await words('absence', ...away, ...ACT)).toContain('Ana Pérez');
    const [listed] = await service.lines<{ fromDate: string; untilDate: string }>('absence', '--json');
    expect(listed).toMatchObject({ fromDate: '2026-12-20', untilDate: '2027-01-10' });
    expect(await refusal(2, 'absence', ...away, ...ACT)).not.toBe('');
    expect(await service.lines('absence', '--json')).toHaveLength(1);
    expect(await refusal(2, 'absence', '--from', '2026-02-30', ...away.slice(2), ...ACT)).toContain('2026-02-30');
  });
});

describe('open', () => {
  it('opens a cycle once, which then waits for its release', async () => {
    expect(await words('open', 'strategy', '--report', '2027-06-01')).toMatch(
      /^strategy\/2027 is open, counted from 2027-06-01/,
    );
    expect(await refusal(1, 'open', 'strategy', '--report', '2027-06-01')).toContain('strategy/2027');
    await settled(async () => {
      const db = await service.record();
      const rows = await db.selectFrom('request').select('stage').where('cycleId', '=', 'strategy/2027').execute();
      return rows.length > 0 && rows.every(({ stage }) => stage === 'awaitingRelease');
    });
    expect(await refusal(2, 'open', 'nonsense')).toContain('nonsense');
    expect(await refusal(2, 'open', 'strategy', '--report', '2027-02-30')).toContain('2027-02-30');
  });
});

async function park(state: string): Promise<void> {
  const { plan } = await requestOf(state);
  await tell(state, { type: 'planChanged', id: 'a-fault', plan: { ...plan, rungs: [] }, because: 'a fault' });
  former = plan;
  await settled(async () => (await requestOf(state)).parkedBecause !== null);
}
let former: object = {};

const mend = (state: string): Promise<void> =>
  tell(state, { type: 'planChanged', id: 'mended', plan: former, because: 'it is mended' });

async function tell(state: string, event: object): Promise<void> {
  const { id: requestId, workflowId } = await requestOf(state);
  const engine = await service.engine();
  const delivery = { requestId, event: { at: new Date().toISOString(), ...event } };
  await engine.workflow.getHandle(workflowId).executeUpdate('deliver', { args: [delivery] });
  await engine.connection.close();
}
