import type { Rules } from '../../domain/mandate.js';
import { RULES } from './fixture.js';
import { Story } from './story.js';

/** The Coordinator’s word whether what was received is all that was asked for. */

const OPENED = '2026-11-16T13:00:00.000Z';
const ANSWERED = '2027-01-10T15:00:00.000Z';
const LATER = '2027-01-11T15:00:00.000Z';
const END = '2027-04-01T00:00:00.000Z';
const by = 'the desk';

const opened = (version: Rules['version'] = 3): Story =>
  new Story(OPENED, { rules: { ...RULES, version } }).until(ANSWERED);
const judge = (story: Story, isPart: boolean, at = LATER) =>
  story.give({ type: 'judged', id: `j/${isPart}`, at, isPart, by });
const sentAfter = (story: Story, at: string): string[] =>
  story.posts.filter((post) => post.at > at).map(({ rung, tone }) => `${rung} (${tone})`);

describe('what the Coordinator says of an answer', () => {
  it('is kept in the log, and is a decision', () => {
    const story = opened();
    story.answer('a');
    expect(judge(story, true)).toMatchObject({ filedAs: 'decision', stage: 'answeredInPart' });
    expect(story.log.filter(({ kind }) => kind === 'judged')).toEqual([
      { kind: 'judged', key: 'judged/j/true', at: LATER, data: { isPart: true, by } },
    ]);
    expect(judge(story, false, '2027-01-12T15:00:00.000Z')).toMatchObject({ filedAs: 'decision', stage: 'answered' });
    expect(sentAfter(story.until(END), '2027-01-12')).toEqual([]);
  });

  it.each<[string, (story: Story) => void, boolean]>([
    ['before anything was received', () => {}, true],
    ['that a whole answer is one', (story) => story.answer('a'), false],
    ['that a part is one', (story) => story.answer('part', { kind: 'part' }), true],
    ['once the request is closed', (story) => void (story.answer('a'), story.until(END)), true],
  ])('changes nothing: %s', (_what, happen, isPart) => {
    const story = opened();
    happen(story);
    const { stage, closedAs } = story.state;
    expect(judge(story, isPart, '2027-05-01T15:00:00.000Z')).toMatchObject({ filedAs: 'nothing' });
    expect(story.state).toMatchObject({ stage, closedAs });
    expect(story.log.some(({ kind }) => kind === 'judged')).toBe(false);
  });

  it.each([
    [3, true],
    [2, false],
  ] as const)('takes the reminders up again, by version %i on their dates and held anew: %j', (version, isAnew) => {
    const story = opened(version).until('2027-01-12T15:00:00.000Z');
    story.message('m');
    const until = story.state.hold?.sendAt;
    expect(until).toBe('2027-01-20T13:00:00.000Z');
    story.answer('a');
    judge(story, true, '2027-01-13T15:00:00.000Z');
    expect(story.state.rungs['recall-2']).toMatchObject({ status: 'pending', sendAt: until });
    expect(story.log.some(({ key }) => key === 'held/judged/j/true')).toBe(isAnew);
    expect(sentAfter(story.until(until ?? ''), '2027-01-12')).toEqual(['recall-2 (rest)']);
  });

  it('takes up no reminder by version 2 that was left out for another reason, or whose day has passed', () => {
    const story = opened(2);
    story.answer('a');
    const out = story.skipped().length;
    expect(out).toBeGreaterThan(3);
    judge(story, true, '2027-01-25T15:00:00.000Z');
    story.until(END);
    const due = story.state.plan.rungs.filter(
      ({ kind, sendAt }) => kind === 'reminder' && sendAt > '2027-01-25T15:00:00.000Z',
    );
    expect(sentAfter(story, '2027-01-25')).toEqual(due.map(({ id }) => `${id} (rest)`));
    expect(story.state.rungs['recall-1']?.status).toBe('sent');
    expect(story.state.rungs['request']?.status).toBe('sent');
    expect(story.state.rungs['recall-2']).toMatchObject({ status: 'skipped', reason: { code: 'answered' } });
  });
});
