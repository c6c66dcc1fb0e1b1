import { projectionOf, nextRung } from '../../domain/request/projection.js';
import { retryAt } from '../../domain/request/retry.js';
import {
  closingOf,
  heardStage,
  ladderOver,
  plannedCloseAt,
  progressFor,
  requestRung,
  waitsForWord,
} from '../../domain/request/stage.js';
import { nextWakeAt } from '../../domain/request/wake.js';
import type { RequestState, RungProgress } from '../../domain/request-state.js';
import { Story } from './story.js';

/** What the state of a request answers alone. Brazil's request of 2027: its note is out on 16 November 2026. */

const OPENED = '2026-11-16T13:00:00.000Z';
const out = new Story(OPENED).until('2027-01-10T15:00:00.000Z').state;
const ahead = new Story(OPENED, { isReleased: false }).state;
const submissions = [{ id: 'a', sender: 'x@bra.example', receivedAt: OPENED, isLate: false }];
const noteIs = (state: RequestState, status: RungProgress['status']): RequestState => ({
  ...state,
  rungs: { ...state.rungs, request: { ...progressFor(state, 'request'), status } },
});

describe('where a request stands once its party was heard', () => {
  it.each<[string, RequestState, string]>([
    ['a whole answer', { ...out, submissions }, 'answered'],
    ['a part', { ...out, submissions, isPart: true }, 'answeredInPart'],
    ['a part before the note, which is to be sent', { ...ahead, submissions, isPart: true }, 'awaitingRelease'],
    [
      'a part of what was whole before the note',
      { ...ahead, stage: 'answered', submissions, isPart: true },
      'scheduled',
    ],
    [
      'a part while the note is being sent',
      { ...noteIs(ahead, 'sending'), stage: 'scheduled', submissions, isPart: true },
      'scheduled',
    ],
    [
      'a part while the note waits for its day',
      { ...noteIs(ahead, 'pending'), stage: 'scheduled', submissions, isPart: true },
      'scheduled',
    ],
    ['a part after a note that failed', { ...noteIs(ahead, 'failed'), submissions, isPart: true }, 'answeredInPart'],
    [
      'a part after a note that was put off while another has it',
      { ...noteIs(out, 'decided'), submissions, isPart: true },
      'answeredInPart',
    ],
    ['a justification', { ...out, justifiedBy: 'the desk' }, 'justified'],
    ['nothing', out, 'waiting'],
  ])('with %s', (_what, state, stage) => {
    expect(heardStage(state)).toBe(stage);
  });
});

describe('why no further rung leaves', () => {
  it.each<[string, RequestState, ReturnType<typeof ladderOver>]>([
    ['it is closed, whatever was received', { ...out, stage: 'closed', submissions }, { code: 'closed' }],
    ['it is answered', { ...out, submissions }, { code: 'answered' }],
    ['nothing, after a part', { ...out, submissions, isPart: true }, null],
    ['it is justified', { ...out, justifiedBy: 'the desk' }, { code: 'justified' }],
    ['nobody was reached', { ...out, stage: 'notReached' }, { code: 'notReached' }],
    ['nothing', out, null],
  ])('%s', (_why, state, reason) => {
    expect(ladderOver(state)).toEqual(reason);
  });
});

describe('as what it would be closed', () => {
  it.each<[RequestState, string]>([
    [{ ...out, submissions, endedAt: OPENED }, 'answered'],
    [{ ...out, submissions, isPart: true }, 'answeredInPart'],
    [{ ...out, justifiedBy: 'the desk', endedAt: OPENED }, 'justified'],
    [{ ...out, stage: 'notReached', endedAt: OPENED }, 'ended'],
    [{ ...out, stage: 'notReached' }, 'notReached'],
    [ahead, 'notSent'],
    [out, 'noAnswer'],
  ])('%#: %s', (state, closedAs) => {
    expect(closingOf(state)).toBe(closedAs);
  });

  it('closes with its ladder, or on its due day where that has no end of its own', () => {
    const { plan } = out;
    const close = plan.rungs.find(({ kind }) => kind === 'close');
    expect(plannedCloseAt(plan)).toBe(close?.decideAt);
    expect(plannedCloseAt({ ...plan, rungs: plan.rungs.filter((rung) => rung !== close) })).toBe(plan.dueAt);
  });
});

describe('a state that is none', () => {
  it('has no such rung', () => {
    expect(() => progressFor(out, 'recall-9')).toThrow("annual-report/2027/BRA has no rung 'recall-9'");
  });

  it('has no note', () => {
    const plan = { ...out.plan, rungs: out.plan.rungs.filter(({ kind }) => kind !== 'request') };
    expect(() => requestRung({ ...out, plan })).toThrow('the plan of annual-report/2027/BRA has no request rung');
    expect(requestRung({ ...out, plan: { ...plan, rungs: [...out.plan.rungs].reverse() } }).id).toBe('request');
  });
});

describe('what pages show of a request', () => {
  it('is the newest pause and what the party has asked for', () => {
    expect(projectionOf(out)).toMatchObject({ pausedBecause: null });
    expect(projectionOf(out)).not.toHaveProperty('asks');
    expect(projectionOf({ ...out, asks: [] })).not.toHaveProperty('asks');
    const asks: RequestState['asks'] = [{ id: 'i', kind: 'assistance', message: 'm' }];
    expect(projectionOf({ ...out, asks }).asks).toEqual(['assistance']);
    const pause = { id: 'p1', at: OPENED, because: 'a hurricane' };
    const pauses = [pause, { ...pause, id: 'p2', because: 'a second one' }] as RequestState['pauses'];
    expect(projectionOf({ ...out, pauses }).pausedBecause).toBe('a second one');
  });

  it('is the next rung that leaves, the first of two of one hour, and none of a closed request', () => {
    const next = nextRung(out);
    expect(next?.rung.id).toBe('recall-2');
    const both = progressFor(out, 'recall-2');
    const rungs = { ...out.rungs, 'recall-3': { ...progressFor(out, 'recall-3'), sendAt: both.sendAt } };
    expect(nextRung({ ...out, rungs })?.rung.id).toBe('recall-2');
    const earlier = { ...progressFor(out, 'reminder-1'), sendAt: '2027-01-11T13:00:00.000Z' };
    expect(nextRung({ ...out, rungs: { ...out.rungs, 'reminder-1': earlier } })?.rung.id).toBe('reminder-1');
    expect(nextRung({ ...out, stage: 'closed' })).toBeNull();
  });
});

describe('when time alone changes something', () => {
  it('is never, once the request is closed or stopped', () => {
    expect(nextWakeAt(out)).not.toBeNull();
    expect(nextWakeAt({ ...out, stage: 'closed' })).toBeNull();
    expect(nextWakeAt({ ...out, parkedBecause: 'a fault' })).toBeNull();
  });

  it('is the repeat of an acknowledgement even while the clock stands still', () => {
    const pauses = [{ id: 'p', at: OPENED, because: 'a hurricane' }] as unknown as RequestState['pauses'];
    expect(nextWakeAt({ ...out, pauses })).toBeNull();
    const at = '2027-01-10T15:01:00.000Z';
    const retry = { what: 'message' as const, id: 'm', attempts: 1 };
    expect(nextWakeAt({ ...out, pauses, retries: [{ ...retry, at }] })).toBe(at);
    expect(nextWakeAt({ ...out, pauses, retries: [{ ...retry, at: null }] })).toBeNull();
  });

  it('is no rung that waits for a word', () => {
    const [recall] = out.plan.rungs.filter(({ id }) => id === 'recall-2');
    const asks: RequestState['asks'] = [{ id: 'i', kind: 'assistance', message: 'm' }];
    expect(recall && waitsForWord({ ...out, asks }, recall)).toBe(true);
    expect(recall && waitsForWord({ ...out, asks }, { ...recall, kind: 'notice' })).toBe(false);
    expect(recall && waitsForWord({ ...out, asks: [] }, recall)).toBe(false);
    const close = out.plan.rungs.find(({ kind }) => kind === 'close');
    expect(nextWakeAt({ ...out, asks })).toBe(close?.decideAt);
  });
});

describe('when a server is asked again', () => {
  it.each([
    [1, 1, '2027-01-10T15:01:00.000Z'],
    [9, 1, '2027-01-10T19:00:00.000Z'],
    [25, 1, '2027-01-10T19:00:00.000Z'],
    [26, 1, null],
    [26, 2, '2027-01-10T19:00:00.000Z'],
    [49, 2, '2027-01-10T19:00:00.000Z'],
    [49, 3, '2027-01-10T19:00:00.000Z'],
    [50, 2, null],
  ] as const)('after %i tries, by version %i: %s', (attempts, version, at) => {
    expect(retryAt('2027-01-10T15:00:00.000Z', attempts, version)).toBe(at);
  });
});
