import { passageOf } from '../../domain/adjustment.js';
import { logWords } from '../../domain/log-words.js';
import { Story } from './story.js';

/** A duty that is over for a party before its day: a state that has left, a mandate that goes on in another duty. */

const OPENED_AT = '2026-11-16T13:00:00.000Z';
const ENDED_AT = '2027-01-20T15:00:00.000Z';
const BECAUSE = 'it has left the Organization (note of January 20, 2027)';
const end = { type: 'ended' as const, id: 'left', at: ENDED_AT, because: BECAUSE };

describe('a request that ends before its day', () => {
  it('sends nothing more, closes with the reason, and keeps what happened before', () => {
    const story = new Story(OPENED_AT).until(ENDED_AT);
    const before = story.posts.length;
    expect(story.give(end)).toMatchObject({ filedAs: 'end', stage: 'closed' });
    story.until('2027-06-01T00:00:00.000Z');
    expect(before).toBe(3);
    expect(story.posts).toHaveLength(before);
    expect(story.state).toMatchObject({ closedAs: 'ended', endedAt: ENDED_AT });
    expect(story.state.rungs['reminder-1']).toMatchObject({
      status: 'skipped',
      reason: { code: 'ended', because: BECAUSE },
    });
    expect(story.log.map((entry) => logWords(entry)).at(-1)).toBe(
      `The request was closed without an answer, as the duty was over: ${BECAUSE}.`,
    );
  });

  it('changes nothing when it is said again, and nothing once it is closed', () => {
    const story = new Story(OPENED_AT).until(ENDED_AT);
    const first = story.give(end);
    const { length } = story.log;
    expect(story.give(end)).toEqual(first);
    expect(story.give({ ...end, id: 'again' })).toMatchObject({ filedAs: 'nothing' });
    expect(story.log).toHaveLength(length);
  });

  it('leaves a party that has answered one that has answered', () => {
    const story = new Story(OPENED_AT).until('2027-01-10T15:00:00.000Z');
    story.answer('answer');
    story.until(ENDED_AT).give(end);
    expect(story.state).toMatchObject({ stage: 'closed', closedAs: 'answered' });
  });

  it('takes what was at our door before the end for an answer, and acknowledges what comes after it without reproach', () => {
    const story = new Story(OPENED_AT).until(ENDED_AT);
    story.give(end);
    expect(story.answer('after', { receivedAt: '2027-01-21T15:00:00.000Z' })).toMatchObject({ isLate: false });
    expect(story.state.closedAs).toBe('ended');
    story.answer('before', { receivedAt: '2027-01-20T14:00:00.000Z' });
    expect(story.state.closedAs).toBe('answered');
    expect(story.acknowledgements).toHaveLength(2);
  });

  it('ends while the clock stands still, and asks no more to be released', () => {
    const story = new Story(OPENED_AT, { isReleased: false });
    story.give({ type: 'paused', id: 'pause', at: '2026-12-01T15:00:00.000Z', because: 'a hurricane' });
    story.until(ENDED_AT).give(end);
    expect(story.state).toMatchObject({ stage: 'closed', closedAs: 'ended', pauses: [] });
    expect(story.tasks.at(-1)).toMatchObject({ change: 'close', key: 'release' });
    story.until('2027-06-01T00:00:00.000Z');
    expect(story.posts).toEqual([]);
  });
});

describe('a mandate that has passed on', () => {
  it('is told to the request, which goes on as it is', () => {
    const passed = { type: 'mandatePassed' as const, id: 'renewed', at: ENDED_AT, because: 'renewed' };
    const story = new Story(OPENED_AT).until(ENDED_AT);
    story.give(passed);
    const other = new Story(OPENED_AT).until(ENDED_AT);
    expect(story.log.at(-1)).toMatchObject({ kind: 'mandatePassed', data: { because: 'renewed' } });
    const rest = '2027-06-01T00:00:00.000Z';
    expect(story.until(rest).postLines()).toEqual(other.until(rest).postLines());
  });

  const running = [
    { requestId: 'strategy/2026/CIM', party: 'CIM', obligation: 'strategy' },
    { requestId: 'strategy/2027/CIM', party: 'CIM', obligation: 'strategy' },
    { requestId: 'strategy/2027/IIN', party: 'IIN', obligation: 'strategy' },
    { requestId: 'organ-report/2027/CIM', party: 'CIM', obligation: 'organ-report' },
  ];
  const duties = [{ ends: 'strategy', goesOnIn: 'organ-report' }];
  const passage = (index: number) => passageOf(running[index] ?? fail(), duties, running, 'merged');

  it('ends a request where another one carries it on, and each names the other', () => {
    expect(passage(1)).toEqual({ ends: true, because: 'merged; it goes on in organ-report/2027/CIM' });
    expect(passage(3)).toEqual({ ends: false, because: 'merged; it carries on strategy/2027/CIM, too' });
  });

  it('lets a request go on where the duty that carries it on does not ask the party: nobody is lost', () => {
    expect(passage(2)).toEqual({ ends: false, because: 'merged' });
  });
});
