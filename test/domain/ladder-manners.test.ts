import type { LadderRung, Rules } from '../../domain/mandate.js';
import { simulate } from '../../domain/simulation.js';
import type { ScriptedEvent } from '../../domain/script.js';
import { HEADQUARTERS, PARTIES, RULES } from './fixture.js';
import { Story } from './story.js';

/** Brazil's request of 2027: due 1 February, escalation-2 on 25 February, closing on 16 March. */
const OPENED = '2026-11-16T13:00:00.000Z';
const by = 'the Coordinator';

const approved = (...ids: string[]): Rules => ({
  ...RULES,
  ladder: RULES.ladder.map((rung): LadderRung => (ids.includes(rung.id) ? { ...rung, approval: true } : rung)),
});

const sent = (story: Story): string[] => story.posts.map(({ rung, tone }) => `${rung} (${tone})`);

describe('a rung that waits for approval', () => {
  const waiting = (): Story => new Story(OPENED, { rules: approved('escalation-2') }).until('2027-02-25T20:00:00.000Z');

  it('is decided on its day, asks whether it may leave, and does not leave', () => {
    const story = waiting().until('2027-03-10T00:00:00.000Z');
    expect(story.openTasks()).toContain('approval/escalation-2');
    expect(sent(story)).not.toContain('escalation-2 (closing)');
    expect(story.tasks.at(-1)).toEqual({
      change: 'raise',
      key: 'approval/escalation-2',
      kind: 'approval',
      data: {
        rung: 'escalation-2',
        to: 'mission, alternate, coordinator',
        sendAt: '2027-02-25T13:00:00.000Z',
        dueDate: '2027-02-01',
      },
    });
  });

  it('leaves once it is approved', () => {
    const story = waiting();
    const outcome = story.give({
      type: 'approved',
      id: 'yes',
      at: '2027-02-25T20:30:00.000Z',
      rung: 'escalation-2',
      by,
    });
    expect(outcome?.filedAs).toBe('decision');
    expect(sent(story).at(-1)).toBe('escalation-2 (closing)');
    expect(story.openTasks()).not.toContain('approval/escalation-2');
    expect(story.log.find(({ kind }) => kind === 'approved')).toMatchObject({
      key: 'approved/escalation-2',
      data: { rung: 'escalation-2', by },
    });
    expect(story.tasks.find(({ change, key }) => change === 'close' && key === 'approval/escalation-2')).toMatchObject({
      because: 'approved by the Coordinator',
    });
  });

  it('waits for its hour where it is approved before', () => {
    const story = new Story(OPENED, { rules: approved('escalation-2') }).until('2027-02-25T06:00:00.000Z');
    story.give({ type: 'approved', id: 'yes', at: '2027-02-25T07:00:00.000Z', rung: 'escalation-2', by });
    expect(sent(story)).not.toContain('escalation-2 (closing)');
    story.until('2027-02-25T13:00:00.000Z');
    expect(sent(story).at(-1)).toBe('escalation-2 (closing)');
  });

  it('is left out with the reason where it is declined', () => {
    const story = waiting();
    const declined = {
      type: 'declined' as const,
      id: 'no',
      at: '2027-02-25T20:30:00.000Z',
      rung: 'escalation-2',
      by,
      reason: 'the minister has called',
    };
    expect(story.give(declined)).toMatchObject({ filedAs: 'decision' });
    expect(story.give({ ...declined, id: 'again' })).toMatchObject({ filedAs: 'nothing' });
    expect(story.skipped().at(-1)).toBe('escalation-2: declined by the Coordinator: the minister has called');
    expect(story.openTasks()).not.toContain('approval/escalation-2');
  });

  it.each([
    ['an answer', (story: Story): unknown => story.answer('answer')],
    ['closing', (story: Story): unknown => story.until('2027-04-01T00:00:00.000Z')],
    [
      'a pause',
      (story: Story): unknown =>
        story.give({ type: 'paused', id: 'p', at: '2027-02-25T21:00:00.000Z', because: 'a storm' }),
    ],
    ['a message', (story: Story): unknown => story.message('message')],
  ])('closes its task with %s', (_what, happen) => {
    const story = waiting();
    happen(story);
    expect(story.openTasks()).not.toContain('approval/escalation-2');
    expect(sent(story)).not.toContain('escalation-2 (closing)');
  });

  it('is overtaken by a later rung', () => {
    const story = new Story(OPENED, { rules: approved('reminder-1') }).until('2027-02-12T00:00:00.000Z');
    expect(story.skipped()).toContain('reminder-1: overtaken by escalation-1');
    expect(story.openTasks()).not.toContain('approval/reminder-1');
    const outcome = story.give({
      type: 'approved',
      id: 'late',
      at: '2027-02-12T01:00:00.000Z',
      rung: 'reminder-1',
      by,
    });
    expect(outcome?.filedAs).toBe('nothing');
  });
});

describe('what a party asks for', () => {
  const asking = (ask: 'assistance' | 'extensionRequested' | 'justification'): Story => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.message('m');
    story.give({ type: 'asked', id: 'ask', at: '2027-01-10T16:00:00.000Z', message: 'm', ask, by });
    return story;
  };

  it('holds every reminder until it is decided, and then goes on with the next ahead', () => {
    const story = asking('assistance').until('2027-02-06T12:00:00.000Z');
    expect(story.openTasks()).toEqual(['assistance/ask']);
    expect(sent(story)).toEqual(['request (request)', 'recall-1 (recall)']);
    const settled = {
      type: 'settled' as const,
      id: 's',
      at: '2027-02-06T13:00:00.000Z',
      ask: 'ask',
      isGranted: true,
      by,
    };
    story.give({ ...settled, reason: 'a call was held' });
    story.until('2027-03-01T00:00:00.000Z');
    expect(story.skipped()).toEqual([
      'recall-2: its day had passed when the ladder went on',
      'recall-3: its day had passed when the ladder went on',
      'reminder-1: its day had passed when the ladder went on',
    ]);
    expect(sent(story).slice(2)).toEqual(['escalation-1 (second-reminder)', 'escalation-2 (closing)']);
  });

  it('ends with the closing of the text', () => {
    const story = asking('extensionRequested').until('2027-04-01T00:00:00.000Z');
    expect(story.state.closedAs).toBe('noAnswer');
    expect(story.openTasks()).toEqual([]);
  });

  it('ends with an answer', () => {
    const story = asking('extensionRequested');
    story.answer('a');
    expect(story.openTasks()).toEqual([]);
    expect(story.state.asks).toEqual([]);
  });

  it.each([
    [true, 'justified', 'justified'],
    [false, 'waiting', 'noAnswer'],
  ])('as a justification ends the ladder only where it is accepted: %s', (isGranted, stage, closedAs) => {
    const story = asking('justification');
    story.give({
      type: 'settled',
      id: 's',
      at: '2027-01-11T15:00:00.000Z',
      ask: 'ask',
      isGranted,
      by,
      reason: 'a quake',
    });
    expect(story.state.stage).toBe(stage);
    story.until('2027-04-01T00:00:00.000Z');
    expect(story.state.closedAs).toBe(closedAs);
    expect(story.posts.length).toBe(isGranted ? 2 : 7);
  });
});

describe('an answer in part', () => {
  it('softens the ladder: nothing escalates, and a reminder asks for the rest', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.answer('part', { kind: 'part' });
    expect(story.state.stage).toBe('answeredInPart');
    story.until('2027-04-01T00:00:00.000Z');
    expect(sent(story).slice(2)).toEqual(['recall-2 (rest)', 'recall-3 (rest)', 'reminder-1 (rest)']);
    expect(story.skipped()).toEqual(['escalation-1: answered in part', 'escalation-2: answered in part']);
    expect(story.state.closedAs).toBe('answeredInPart');
  });

  it('is completed by the rest', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.answer('part', { kind: 'part' });
    story.answer('rest');
    expect(story.state.stage).toBe('answered');
    expect(story.until('2027-04-01T00:00:00.000Z').posts.length).toBe(2);
    expect(story.state.closedAs).toBe('answered');
  });

  it('may be the Coordinator’s judgement, and taken back', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.answer('a');
    story.give({ type: 'judged', id: 'j1', at: '2027-01-11T15:00:00.000Z', isPart: true, by });
    expect(story.state.stage).toBe('answeredInPart');
    story.until('2027-01-20T00:00:00.000Z');
    expect(sent(story).at(-1)).toBe('recall-2 (rest)');
    story.give({ type: 'judged', id: 'j2', at: '2027-01-20T15:00:00.000Z', isPart: false, by });
    expect(story.state.stage).toBe('answered');
    expect(story.until('2027-04-01T00:00:00.000Z').posts.length).toBe(3);
  });

  it('asks for the rest on the dates as they are, where they have moved while all seemed answered', () => {
    const story = new Story(OPENED, { rules: { ...RULES, version: 3 } }).until('2027-01-10T15:00:00.000Z');
    story.answer('a');
    story.until('2027-01-11T15:00:00.000Z');
    story.changePlan('later', { reportDate: '2027-06-15' });
    const { plan } = story.state;
    story.until('2027-02-10T15:00:00.000Z');
    story.give({ type: 'judged', id: 'j', at: '2027-02-10T15:00:00.000Z', isPart: true, by });
    const rest = story.until('2027-07-01T00:00:00.000Z').posts.slice(2);
    expect(rest.map(({ rung, at }) => [rung, at])).toEqual(
      plan.rungs
        .filter(
          ({ id, kind, sendAt }) => id !== 'recall-1' && kind === 'reminder' && sendAt > '2027-02-10T15:00:00.000Z',
        )
        .map(({ id, sendAt }) => [id, sendAt]),
    );
    expect(rest.length).toBeGreaterThan(2);
  });

  it.each([
    [3, ['request (request)']],
    // A request that was opened under earlier rules goes on as it did.
    [2, []],
  ] as const)(
    'of version %i asks for the rest by the note, where what came before it is judged a part: %j',
    (version, notes) => {
      const story = new Story(OPENED, { isReleased: false, rules: { ...RULES, version } });
      story.answer('a');
      expect(story.state.stage).toBe('answered');
      story.give({ type: 'judged', id: 'j', at: '2026-11-17T15:00:00.000Z', isPart: true, by });
      story.release();
      expect(sent(story)).toEqual(notes);
      expect(story.state.stage).toBe('answeredInPart');
    },
  );
});

it('a nil return is an answer, and the log says which', () => {
  const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
  story.answer('nil', { kind: 'nil' });
  expect(story.state.stage).toBe('answered');
  expect(story.log.find((entry) => entry.kind === 'submissionFiled')?.data).toMatchObject({ kind: 'nil' });
});

describe('the simulated ladder with approvals', () => {
  const lines = (script: ScriptedEvent[], approvals?: 'none'): string[] =>
    simulate({
      cycle: 'annual-report/2027',
      rules: approved('escalation-2'),
      reportDate: '2027-04-15',
      openedAt: OPENED,
      headquarters: HEADQUARTERS,
      parties: PARTIES.filter(({ code }) => code === 'BRA'),
      script,
      unreachable: [],
      ...(approvals === undefined ? {} : { approvals }),
    })
      .filter(({ kind, rung }) => kind === 'decided' || (kind === 'mail' && rung === 'escalation-2'))
      .map(({ at, rung, to }) => `${at.slice(0, 10)} ${rung} ${to ?? ''}`.trim());
  const mails = ['2027-02-25 escalation-2 BRA/mission', '2027-02-25 escalation-2 BRA/alternate'];
  const reason = 'the minister has called';

  it.each<[string, ScriptedEvent[], 'none' | undefined, string[]]>([
    ['gives them at once', [], undefined, mails],
    ['gives none', [], 'none', []],
    ['declines', [{ kind: 'decline', party: 'BRA', at: '2027-02-26', reason }], undefined, ['2027-02-26 decline']],
    [
      'gives it on a day of the script',
      [{ kind: 'approve', party: null, at: '2027-03-02' }],
      undefined,
      ['2027-03-02 approve', '2027-03-02 escalation-2 BRA/mission', '2027-03-02 escalation-2 BRA/alternate'],
    ],
  ])('%s', (_what, script, approvals, expected) => {
    expect(lines(script, approvals)).toEqual(expected);
  });
});
