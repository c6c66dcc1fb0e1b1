import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { liveAll, runsOf } from '../../cli/cycle-run.js';
import { readScenario } from '../../cli/script.js';
import type { SimulatedLine } from '../../domain/simulation/line.js';

/** Scenarios as a stranger would write them: what the issue asks for, lived through by the machine of the service. */

const catalogue = await loadCatalogue('mandates');
const folder = await mkdtemp(path.join(tmpdir(), 'coordinator-scenarios-'));
let count = 0;

async function live(text: string): Promise<SimulatedLine[]> {
  count += 1;
  const file = path.join(folder, `scenario-${count}.yaml`);
  await writeFile(file, text);
  return liveFile(file);
}

async function liveFile(file: string): Promise<SimulatedLine[]> {
  const scenario = await readScenario(catalogue, file);
  const runs = runsOf(catalogue, scenario.cycles);
  return liveAll(catalogue, runs, scenario.events, { unreachable: scenario.unreachable, approvals: 'atOnce' });
}

function of(lines: SimulatedLine[], request: string, kinds: SimulatedLine['kind'][]): string[] {
  const own = lines.filter(({ requests, kind }) => requests[0] === request && kinds.includes(kind));
  return [...new Set(own.map(({ at, kind, rung }) => `${at.slice(0, 10)} ${kind} ${rung}`))];
}

const because = (lines: SimulatedLine[], request: string, rung: string): string | undefined =>
  lines.find((line) => line.requests[0] === request && line.rung === rung)?.because;

/** Everything that is sent, to whom and when. */
const mails = (lines: SimulatedLine[]): string[] =>
  lines.filter(({ kind }) => kind === 'mail').map(({ at, requests, rung, to }) => `${at} ${requests[0]} ${rung} ${to}`);

const changes = await liveFile('mandates/scenarios/changes.yaml');

describe('a state that answers two duties in one mail and asks for delay in the third', () => {
  it('is reminded of neither of the two, and rests in the third until it is told', () => {
    for (const request of ['recommendations/2027-H2/CRI', 'annual-report/2027/CRI']) {
      const answered = changes.filter(({ requests, kind }) => requests[0] === request && kind === 'received');
      expect(answered.map(({ at }) => at.slice(0, 10))).toEqual(['2027-01-28']);
    }
    const after = changes.filter(
      ({ requests, kind, at, rung }) =>
        kind === 'mail' &&
        at > '2027-01-28T23:00:00Z' &&
        rung !== 'acknowledgement' &&
        ['recommendations/2027-H2/CRI', 'annual-report/2027/CRI'].includes(requests[0] ?? ''),
    );
    expect(after).toEqual([]);
    expect(
      of(changes, 'meeting-participation/2027/CRI', ['received', 'decided', 'changed', 'task']).slice(0, 4),
    ).toEqual([
      '2027-03-08 received extensionRequested',
      '2027-03-08 task extensionRequested/CRI/1',
      '2027-03-10 changed planChanged',
      '2027-03-10 decided settle',
    ]);
    expect(of(changes, 'meeting-participation/2027/CRI', ['mail'])).toContain('2027-03-10 mail extension-1');
  });
});

describe('an election that replaces every contact of a state', () => {
  it('tells each successor once of all that is open, and of nothing that is answered', async () => {
    const replaced = ['mission', 'capital', 'alternate'].map(
      (role) =>
        `  - { kind: contact, at: 2027-02-08, party: HND, role: ${role}, name: N, address: ${role}@hnd.example, authority: a, reason: r }`,
    );
    const lines = await live(`
cycles:
  - { obligation: annual-report, year: 2027 }
  - { obligation: recommendations, period: 2027-H2, open: 2027-01-04, report: 2027-07-15 }
  - { obligation: meeting-participation, year: 2027, report: 2027-06-01 }
  - { obligation: assembly-report, year: 2027 }
events:
  - { kind: answer, party: HND, at: 2027-01-20, cycle: recommendations/2027-H2 }
${replaced.join('\n')}
`);
    const told = lines.filter(({ rung }) => rung === 'handover');
    expect(told.map(({ kind, party, to }) => `${kind} ${party} ${to}`)).toEqual([
      'mail HND HND/mission/2',
      'mail HND HND/capital/2',
      'mail HND HND/alternate/2',
    ]);
    for (const { requests } of told)
      expect(requests).toEqual(['annual-report/2027/HND', 'meeting-participation/2027/HND']);
    const later = lines.filter(({ kind, party, at }) => kind === 'mail' && party === 'HND' && at > '2027-02-08T20:00');
    expect(later.length).toBeGreaterThan(3);
    for (const { to } of later) expect(to).toMatch(/\/2$/);
  });
});

describe('a session that moves before its report is opened', () => {
  const moved = (keys: string): Promise<SimulatedLine[]> =>
    live(`
cycles:
  - { obligation: assembly-report, year: 2027${keys} }
events:
  - { kind: report-date, event: assembly-session, at: 2027-01-12, date: 2027-06-21, authority: CP/RES. 1, reason: moved }
  - { kind: report-date, event: assembly-session, at: 2027-04-02, date: 2027-06-28, authority: CP/RES. 2, reason: moved }
`);
  const opening = (lines: SimulatedLine[]): string | undefined =>
    lines.find(({ rung }) => rung === 'duty/request')?.at.slice(0, 10);

  it('takes the opening day with it, and says so on the day of the news', async () => {
    const lines = await moved('');
    expect(opening(lines)).toBe('2027-02-22');
    expect(lines.filter(({ kind }) => kind === 'changed').map(({ at, because }) => [at.slice(0, 10), because])).toEqual(
      [
        ['2027-01-12', 'moved (CP/RES. 1); before the request opens, on 2027-02-22'],
        ['2027-04-02', expect.stringContaining('due 2027-06-01 instead of 2027-05-24')],
      ],
    );
  });

  it('leaves an opening day that was given where it is', async () => {
    expect(opening(await moved(', open: 2027-02-10'))).toBe('2027-02-10');
  });

  it('opens on the next working day where the day by the rule is over when the news comes', async () => {
    const lines = await live(`
cycles:
  - { obligation: assembly-report, year: 2027 }
events:
  - { kind: report-date, event: assembly-session, at: 2027-02-05, date: 2027-05-31, authority: CP/RES. 1, reason: moved }
`);
    expect(opening(lines)).toBe('2027-02-08');
  });
});

describe('a meeting that moves twice', () => {
  const moved = (dates: string[]): string => `
cycles: [{ obligation: meeting-participation, year: 2027, report: 2027-06-01 }]
events:
${dates
  .map(
    (date, index) =>
      `  - { kind: report-date, event: authorities-meeting, at: 2027-03-1${index}, date: ${date}, authority: a, reason: r }`,
  )
  .join('\n')}
`;

  it('is dated and reminded of as if it had moved once, to the last day; only the word of the first move is more', async () => {
    const twice = await live(moved(['2027-07-01', '2027-06-22']));
    const once = await live(moved(['2027-06-22']));
    const isNotice = (line: string): boolean => line.includes(' moved-');
    const withoutNotices = (lines: SimulatedLine[]): string[] => mails(lines).filter((line) => !isNotice(line));
    expect(withoutNotices(twice)).toEqual(withoutNotices(once));
    expect(withoutNotices(twice).length).toBeGreaterThan(70);
    const closings = (lines: SimulatedLine[]): string[] =>
      lines.filter(({ kind }) => kind === 'closed').map(({ at, party }) => `${party} ${at}`);
    expect(closings(twice)).toEqual(closings(once));
    expect(mails(twice).filter(isNotice)).toHaveLength(2 * mails(once).filter(isNotice).length);
  });
});

describe('a state that leaves', () => {
  it('ends everywhere with the reason, is written to no more, and is not asked by what opens later', () => {
    const open = ['annual-report/2027/DMA', 'recommendations/2027-H2/DMA'];
    for (const request of open) {
      expect(of(changes, request, ['closed'])).toEqual(['2027-01-20 closed close']);
      expect(because(changes, request, 'close')).toBe(
        'ended; it has left the Organization (Note of the Permanent Mission of Dominica, January 20, 2027)',
      );
    }
    // What happened before stays: it was asked and recalled.
    expect(of(changes, 'annual-report/2027/DMA', ['mail']).length).toBeGreaterThanOrEqual(2);
    expect(changes.filter(({ party, at }) => party === 'DMA' && at > '2027-01-20T23:00:00Z')).toEqual([]);
    expect(changes.filter(({ requests }) => requests[0] === 'meeting-participation/2027/DMA')).toEqual([]);
  });

  it('leaves the duties that are named alone, where it leaves these', async () => {
    const lines = await live(`
cycles:
  - { obligation: annual-report, year: 2027 }
  - { obligation: meeting-participation, year: 2027, open: 2026-12-01, report: 2027-06-01 }
events:
  - { kind: leave, party: DMA, at: 2027-01-20, authority: a note, reason: it does not take part, cycle: meeting-participation/2027 }
`);
    expect(of(lines, 'meeting-participation/2027/DMA', ['closed'])).toEqual(['2027-01-20 closed close']);
    expect(of(lines, 'annual-report/2027/DMA', ['closed'])).toEqual(['2027-03-16 closed close']);
  });
});

describe('two resolutions that are merged', () => {
  it('asks whoever both ask once: one request ends and names the one that carries it on, which names it', () => {
    expect(of(changes, 'strategy/2027/CIM', ['closed'])).toEqual(['2027-02-01 closed close']);
    expect(because(changes, 'strategy/2027/CIM', 'close')).toContain('it goes on in organ-report/2027/CIM');
    expect(because(changes, 'organ-report/2027/CIM', 'mandatePassed')).toContain(
      'it carries on strategy/2027/CIM, too',
    );
    expect(because(changes, 'organ-report/2027/CIM', 'mandatePassed')).toContain('merged');
    const after = changes.filter(
      ({ requests, kind, at }) => requests[0]?.startsWith('strategy/') && kind === 'mail' && at > '2027-02-01T23:00Z',
    );
    expect(after).toEqual([]);
  });

  it('moves over without losing history or a post: the cycles that go on send what they would have sent', async () => {
    const cycles = 'cycles: [{ obligation: annual-report, year: 2027 }]';
    const merged = await live(`${cycles}
events:
  - kind: succession
    at: 2027-02-01
    succession: merged
    from: [2019/9, 2019/8]
    to: [ag-res-2118/unknown]
    authority: a document
    reason: one text
`);
    const alone = await live(`${cycles}\nevents: []\n`);
    expect(mails(merged)).toEqual(mails(alone));
    expect(of(merged, 'annual-report/2027/BRA', ['changed'])).toEqual(['2027-02-01 changed mandatePassed']);
  });

  it('refuses a cycle that opens after its duty has ended', async () => {
    await expect(
      live(`
cycles:
  - { obligation: strategy, year: 2027, open: 2027-03-01, report: 2027-06-01 }
  - { obligation: organ-report, year: 2027 }
events:
  - kind: succession
    at: 2027-02-01
    succession: merged
    from: [2019/9, 2019/8]
    duties: [{ ends: strategy, goesOnIn: organ-report }]
    authority: a document
    reason: one text
`),
    ).rejects.toThrow('strategy/2027 opens on 2027-03-01, when organ-report carries strategy on: leave it out.');
  });
});

describe.each([
  ['split', '[2019/9]', '[ag-res-2118/unknown, AG/RES. 3000 (LVII-O/27)/4]', 'split into'],
  ['renewed', '[2019/9]', '[ag-res-2118/unknown]', 'renewed by'],
  ['superseded', '[2019/9]', '[AG/RES. 3000 (LVII-O/27)/4]', 'superseded by'],
])('a mandate that is %s', (kind, from, to, words) => {
  it('is told to every request that runs, which goes on', async () => {
    const lines = await live(
      `
cycles: [{ obligation: annual-report, year: 2027 }]
events:
  - { kind: succession, at: 2027-02-01, succession: ${kind}, from: ${from}, to: '${to}', authority: a document, reason: so it was decided }
`.replace(`'${to}'`, to),
    );
    const told = lines.filter(({ rung }) => rung === 'mandatePassed');
    expect(told).toHaveLength(33);
    expect(told[0]?.because).toContain(words);
    expect(told[0]?.because).toContain('(a document)');
    expect(lines.some(({ kind: one, at }) => one === 'mail' && at > '2027-02-02')).toBe(true);
  });
});

describe('a scenario that is wrong', () => {
  it('is refused with every fault at once: line, field and what to do', async () => {
    const text = `cycles:
  - { obligation: annual-report, year: 2027 }
  - { obligation: anual-report, year: 2027 }
  - { obligation: recommendations, year: 2031 }
  - { obligation: strategy, year: 2027, open: 2027-06-02, report: 2027-06-01 }
  - { obligation: annual-report, year: 2027 }
events:
  - { kind: answer, party: Atlantis, at: 2027-01-10 }
  - { kind: extension, party: BRA, at: 2027-01-10, until: 2027-02-30, authority: a, reason: r }
  - { kind: vanish, party: BRA, at: 2027-01-10 }
  - { kind: leave, party: BRA, at: soon, authority: a, reason: '' }
  - { kind: pause, at: 2027-01-10, reason: r }
`;
    const told = await live(text).catch((fault: Error) => fault.message);
    expect(told).toContain(':11  events[3].at: "soon" is neither a date nor an instant');
    expect(told).toContain(':10  events[2].kind: there is no kind of event "vanish"\n    Name one of answer, message,');
    expect(told).toContain(':9  events[1].until: "2027-02-30" is no day of the calendar');
    expect(told).toContain(':11  events[3].reason: "" says nothing');
    expect(told).toContain(':12  events[4].authority: is missing\n    Add "authority": a text.');
  });

  it('is told of every cycle and event at once, each fault once, in words of ours', async () => {
    const told = await live(`cycles:
  - { obligation: annual-report, year: 2027 }
  - { obligation: anual-report, year: 2028, yaer: 2028 }
  - { obligation: annual-report, year: 2027, period: 2027-H1 }
unreachable: [Atlantis]
events:
  - { kind: answer, party: Brasil, at: 2027-01-10 }
  - { kind: anser, party: Peruu, at: 2027-01-10 }
  - { kind: answer, party: BRA, at: 2027-01-10, sender: BRA/misson }
  - { kind: answer, party: Chili, at: soon, cycle: annual-report/2028 }
  - { kind: answer, party: BRA, at: 2027-01-10, cycle: annual-report/2029 }
  - { party: BRA, at: 2027-01-10 }
  - { kind: message, party: BRA, at: 2027-01-10, sender: CP/doc.4023/05 }
`).then(
      () => '',
      (fault: Error) => fault.message,
    );
    const places = told.split('\n').flatMap((line) => / {2}scenario-\d+\.yaml:(\d+ {2}.*)$/.exec(line)?.[1] ?? []);
    expect(places).toEqual([
      '3  cycles[1].yaer: is an unknown key',
      '3  cycles[1].obligation: there is no obligation "anual-report"',
      '4  cycles[2]: names both a year and a period',
      '5  unreachable[0]: there is no party "Atlantis"',
      '7  events[0].party: there is no party "Brasil"',
      '8  events[1].kind: there is no kind of event "anser"',
      '8  events[1].party: there is no party "Peruu"',
      '9  events[2].sender: "BRA/misson" is no contact of BRA',
      '10  events[3].at: "soon" is neither a date nor an instant',
      '10  events[3].party: there is no party "Chili"',
      '11  events[4].cycle: the scenario has no cycle "annual-report/2029"',
      '12  events[5].kind: is missing',
    ]);
    expect(told).toContain('Name one of answer, message, bounce,');
    expect(told).toContain('Add "kind": one of answer, message, bounce,');
    expect(told).toContain('Name one of its contacts (BRA/mission, BRA/capital, BRA/alternate), an address, or');
    expect(told).not.toContain('discriminator');
  });

  it('is not told of the successor of a contact that it replaces itself', async () => {
    const events = (sender: string): string => `cycles: [{ obligation: annual-report, year: 2027 }]
events:
  - { kind: contact, party: BRA, role: mission, name: New, address: new@itamaraty.gov.br, at: 2027-01-04, authority: a, reason: r }
  - { kind: answer, party: BRA, at: 2027-01-10, sender: ${sender} }
`;
    await expect(live(events('BRA/mission/2'))).resolves.not.toEqual([]);
    await expect(live(events('BRA/mission/3'))).rejects.toThrow('"BRA/mission/3" is no contact of BRA');
    await expect(live(events('PER/mission'))).rejects.toThrow('"PER/mission" is no contact of BRA');
  });

  it.each([
    ['{ kind: answer, party: Atlantis, at: 2027-01-10 }', 'events[0].party: there is no party "Atlantis"'],
    [
      '{ kind: answer, party: BRA, at: 2027-01-10, cycle: x/2027 }',
      'events[0].cycle: the scenario has no cycle "x/2027"',
    ],
    [
      '{ kind: report-date, at: 2027-01-10, date: 2027-05-03, event: olympics, authority: a, reason: r }',
      'events[0].event: no cycle of the scenario is counted from "olympics"',
    ],
    [
      '{ kind: succession, at: 2027-01-10, succession: renewed, from: [nothing], authority: a, reason: r }',
      'events[0].from[0]: "nothing" is no paragraph of a resolution',
    ],
    [
      '{ kind: succession, at: 2027-01-10, succession: renewed, from: [ag-res-2348/unknown], authority: a, reason: r }',
      'events[0].from: no duty hangs on these paragraphs on that day',
    ],
    [
      '{ kind: succession, at: 2027-01-10, succession: merged, from: [2019/9], duties: [{ ends: strategie, goesOnIn: annual-report }], authority: a, reason: r }',
      'events[0].duties[0].ends: there is no obligation "strategie"',
    ],
  ])('is told what its event names and there is not: %s', async (event, words) => {
    const text = `cycles: [{ obligation: annual-report, year: 2027 }]\nevents:\n  - ${event}\n`;
    await expect(live(text)).rejects.toThrow(`:3  ${words}`);
  });

  it.each([
    ['[{ obligation: anual-report, year: 2027 }]', 'cycles[0].obligation: there is no obligation "anual-report"'],
    ['[{ obligation: strategy, year: 2031 }]', 'cycles[0].year: no date is on file for strategy of 2031'],
    [
      '[{ obligation: strategy, year: 2027, open: 2027-06-02, report: 2027-06-01 }]',
      'cycles[0].open: opens on 2027-06-02, and is counted from 2027-06-01',
    ],
    [
      '[{ obligation: strategy, year: 2027, open: 2027-03-02, due: 2027-03-01, report: 2027-06-01 }]',
      'cycles[0].due: is due on 2027-03-01, and opens on 2027-03-02',
    ],
    [
      '[{ obligation: annual-report, year: 2027 }, { obligation: annual-report, year: 2027 }]',
      'cycles[1]: the cycle annual-report/2027 is named twice',
    ],
  ])('is told what is wrong with its cycles: %s', async (cycles, words) => {
    await expect(live(`cycles: ${cycles}\n`)).rejects.toThrow(words);
  });
});
