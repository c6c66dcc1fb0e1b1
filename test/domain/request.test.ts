import type { Rules } from '../../domain/mandate.js';
import type { PostOutcome } from '../../domain/request-events.js';
import type { RungProgress } from '../../domain/request-state.js';
import { advance } from '../../domain/request.js';
import { isLate } from '../../domain/request/lateness.js';
import { park } from '../../domain/request/parking.js';
import { nextRung, projectionOf } from '../../domain/request/projection.js';
import { toneOn } from '../../domain/request/tone.js';
import { nextWakeAt } from '../../domain/request/wake.js';
import { CYCLE_2027, RULES } from './fixture.js';
import { REFUSES_ALL, said, Story, TAKES_ALL } from './story.js';
import type { MailServer } from './story.js';

const OPENED_AT = CYCLE_2027.openedAt;
const END = '2027-12-31T00:00:00.000Z';

function rungOf(story: Story, id: string): RungProgress {
  const progress = story.state.rungs[id];
  if (!progress) throw new Error(`there is no rung '${id}'`);
  return progress;
}

/** A server that says to one rung, attempt by attempt, what is listed, and takes everything else. */
function saying(rung: string, ...attempts: PostOutcome[][]): MailServer {
  const left = [...attempts];
  return (post, state) => (post.rung === rung ? left.shift() : undefined) ?? TAKES_ALL(post, state);
}

/** A server that asks for patience with one rung for ever, and takes everything else. */
function deferring(rung: string): MailServer {
  return (post, state) => {
    const posts = TAKES_ALL(post, state);
    return post.rung === rung ? (posts?.map((one) => ({ ...one, status: 'deferred' })) ?? null) : posts;
  };
}

/** A server that has not spoken yet about one rung, and takes everything else. */
function silentOn(rung: string): MailServer {
  return (post, state) => (post.rung === rung ? null : TAKES_ALL(post, state));
}

describe('a request that nobody answers', () => {
  const story = new Story(OPENED_AT).until(END);

  it('sends the note and every rung of the ladder at the hour of the party, then closes', () => {
    expect(story.postLines()).toEqual([
      'request (request) at 2026-11-16T13:00:00.000Z',
      'recall-1 (recall) at 2026-12-31T13:00:00.000Z',
      'recall-2 (recall) at 2027-01-15T13:00:00.000Z',
      'recall-3 (recall) at 2027-01-29T13:00:00.000Z',
      'reminder-1 (reminder) at 2027-02-04T13:00:00.000Z',
      'escalation-1 (second-reminder) at 2027-02-11T13:00:00.000Z',
      'escalation-2 (closing) at 2027-02-25T13:00:00.000Z',
    ]);
    expect(story.state).toMatchObject({ stage: 'closed', closedAs: 'noAnswer', clockStartedAt: OPENED_AT });
    expect(story.log.at(-1)).toMatchObject({
      key: 'closed',
      at: '2027-03-16T21:30:00.000Z',
      data: { closedAs: 'noAnswer' },
    });
  });

  it('tells the Coordinator of each escalation by a task', () => {
    expect(story.openTasks()).toEqual(['escalated/escalation-1', 'escalated/escalation-2']);
  });

  it('asks for no further wake-up after its end', () => {
    expect(nextWakeAt(story.state)).toBeNull();
    expect(nextRung(story.state)).toBeNull();
  });

  it("decides each rung at the start of the party's day and shows it until its hour", () => {
    const morning = new Story(OPENED_AT).until('2027-01-15T04:00:00.000Z');
    expect(rungOf(morning, 'recall-2').status).toBe('decided');
    expect(morning.log.at(-1)).toMatchObject({
      key: 'decided/recall-2',
      at: '2027-01-15T03:00:00.000Z',
      data: { sendAt: '2027-01-15T13:00:00.000Z' },
    });
    expect(projectionOf(morning.state)).toMatchObject({ nextRung: 'recall-2', nextAt: '2027-01-15T13:00:00.000Z' });
  });
});

describe('an answer', () => {
  it('ends the ladder, is acknowledged and closes the request as answered', () => {
    const story = new Story(OPENED_AT).until('2027-01-20T12:00:00.000Z');
    expect(story.answer('s1')).toEqual({ filedAs: 'submission', isLate: false, stage: 'answered' });
    story.until(END);
    expect(story.posts.map((post) => post.rung)).toEqual(['request', 'recall-1', 'recall-2']);
    expect(story.acknowledgements).toEqual(['submission s1 at 2027-01-20T12:00:00.000Z']);
    expect(story.skipped()).toEqual(
      ['recall-3', 'reminder-1', 'escalation-1', 'escalation-2'].map((rung) => `${rung}: answered`),
    );
    expect(story.state).toMatchObject({
      stage: 'closed',
      closedAs: 'answered',
      answeredAt: '2027-01-20T12:00:00.000Z',
    });
  });

  it('takes a second part and a new version without moving the day of the answer', () => {
    const story = new Story(OPENED_AT).until('2027-01-20T12:00:00.000Z');
    story.answer('s1');
    story.until('2027-01-22T12:00:00.000Z').answer('s2', { sender: 'ministry@bra.example' });
    expect(story.state.submissions.map((one) => one.id)).toEqual(['s1', 's2']);
    expect(story.state.answeredAt).toBe('2027-01-20T12:00:00.000Z');
  });

  it('withdraws a reminder that was decided this morning', () => {
    const story = new Story(OPENED_AT).until('2027-02-11T05:00:00.000Z');
    expect(story.openTasks()).toEqual(['escalated/escalation-1']);
    story.answer('s1');
    expect(rungOf(story, 'escalation-1')).toMatchObject({ status: 'skipped', reason: { code: 'answered' } });
    expect(story.openTasks()).toEqual([]);
    expect(story.until(END).posts.at(-1)?.rung).toBe('reminder-1');
  });

  it.each([
    ['in the last moment of the due day at headquarters', '2027-02-02T04:59:59.999Z', false],
    ['when that day has ended in both places', '2027-02-02T05:00:00.000Z', true],
    ['after the printed hour, on the due day', '2027-02-01T23:00:00.000Z', false],
  ])('is late only after the due day: %s', (_, at, late) => {
    const story = new Story(OPENED_AT).until(at);
    expect(story.answer('s1')?.isLate).toBe(late);
    expect(isLate(story.state.plan, at)).toBe(late);
    expect(story.acknowledgements).toEqual([`submission s1${late ? ', late' : ''} at ${at}`]);
  });

  it('is judged by the moment it was at our door, not by the moment we looked', () => {
    const story = new Story(OPENED_AT).until('2027-02-08T12:00:00.000Z');
    expect(story.answer('s1', { receivedAt: '2027-02-01T20:00:00.000Z' })).toMatchObject({ isLate: false });
  });

  it('that was at our door in time is not late, and not silence, though we looked after the end', () => {
    const story = new Story(OPENED_AT).until('2027-03-20T12:00:00.000Z');
    expect(story.state.closedAs).toBe('noAnswer');
    expect(story.answer('s1', { receivedAt: '2027-01-30T12:00:00.000Z' })).toEqual({
      filedAs: 'submission',
      isLate: false,
      stage: 'closed',
    });
    expect(story.state).toMatchObject({ closedAs: 'answered', answeredAt: '2027-01-30T12:00:00.000Z' });
  });

  it('that comes after the end is kept, called late and acknowledged, and the request stays as it was closed', () => {
    const story = new Story(OPENED_AT).until('2027-03-20T12:00:00.000Z');
    expect(story.answer('s1')).toEqual({ filedAs: 'submission', isLate: true, stage: 'closed' });
    expect(story.state).toMatchObject({ stage: 'closed', closedAs: 'noAnswer', answeredAt: null });
    expect(story.state.submissions).toHaveLength(1);
    expect(story.acknowledgements).toEqual(['submission s1, late at 2027-03-20T12:00:00.000Z']);
  });

  it('is not acknowledged twice where the same mail was acknowledged as a message', () => {
    const story = new Story(OPENED_AT).until('2027-01-05T15:00:00.000Z');
    story.message('m1');
    story.answer('s1', { isAcknowledged: true });
    expect(story.acknowledgements).toEqual(['message m1 at 2027-01-05T15:00:00.000Z']);
  });

  it('before the note was released keeps the note back for good', () => {
    const story = new Story(OPENED_AT, { isReleased: false }).until('2026-11-20T12:00:00.000Z');
    story.answer('s1');
    story.release();
    story.until(END);
    expect(story.posts).toEqual([]);
    expect(story.openTasks()).toEqual([]);
    expect(story.state.closedAs).toBe('answered');
  });

  it('on record stops a post that was on its way to the server', () => {
    const cancelled = saying('recall-2', [{ contact: '', status: 'cancelled', detail: 'an answer is on record' }]);
    const story = new Story(OPENED_AT, { server: cancelled }).until('2027-01-15T13:00:00.000Z');
    expect(rungOf(story, 'recall-2')).toMatchObject({
      status: 'skipped',
      reason: { code: 'answerOnRecord' },
    });
    story.answer('s1', { receivedAt: '2027-01-15T12:59:00.000Z' });
    expect(story.until(END).posts.map((post) => post.rung)).toEqual(['request', 'recall-1', 'recall-2']);
  });

  it('that arrives while a reminder is with the server keeps that reminder from being offered again', () => {
    const story = new Story(OPENED_AT, {
      server: silentOn('recall-2'),
    });
    story.until('2027-01-15T13:00:00.000Z').answer('s1');
    story.settle([said('mission', 'deferred'), said('capital', 'deferred')]).until(END);
    expect(story.posts.filter((post) => post.rung === 'recall-2')).toHaveLength(1);
    expect(rungOf(story, 'recall-2')).toMatchObject({ status: 'skipped', reason: { code: 'answered' } });
  });

  it('that arrives while the note is with the server brings back no reminder that the plan had left out', () => {
    const openedAt = '2027-01-12T15:00:00.000Z';
    const story = new Story(openedAt, { openedAt, server: () => null });
    expect(rungOf(story, 'recall-1').reason).toEqual({ code: 'tooSoonAfterNote', days: 10 });
    story.until('2027-01-13T15:00:00.000Z').answer('s1');
    story.settle([said('mission', 'sent'), said('capital', 'sent')]);
    story.changePlan('p1', { dueDate: { date: '2027-04-30', authority: 'the Coordinator' } });
    expect(story.until(END).posts.map((post) => post.rung)).toEqual(['request']);
    expect(story.state.closedAs).toBe('answered');
  });
});

describe('a mere message', () => {
  it('is acknowledged, raises a task and holds the next reminders five working days', () => {
    const story = new Story(OPENED_AT).until('2027-01-13T15:00:00.000Z');
    expect(story.message('m1')).toEqual({ filedAs: 'message', isLate: false, stage: 'waiting' });
    expect(story.openTasks()).toEqual(['message/m1']);
    story.until(END);
    expect(story.postLines().slice(1, 4)).toEqual([
      'recall-1 (recall) at 2026-12-31T13:00:00.000Z',
      'recall-2 (recall) at 2027-01-21T13:00:00.000Z',
      'recall-3 (recall) at 2027-01-29T13:00:00.000Z',
    ]);
    expect(story.logKeys()).toContain('held/m1');
    expect(story.state.closedAs).toBe('noAnswer');
  });

  it('holds back a reminder that was decided this morning, which is decided again later under a name of its own', () => {
    const story = new Story(OPENED_AT).until('2027-01-15T05:00:00.000Z');
    story.message('m1');
    expect(rungOf(story, 'recall-2').status).toBe('pending');
    story.until(END);
    expect(story.logKeys().filter((key) => key.startsWith('decided/recall-2'))).toEqual([
      'decided/recall-2',
      'decided/recall-2/2',
    ]);
    expect(story.posts.filter((post) => post.rung === 'recall-2').map((post) => post.at)).toEqual([
      '2027-01-25T13:00:00.000Z',
    ]);
  });

  it('that holds several rungs lets only the latest of them leave', () => {
    const story = new Story(OPENED_AT).until('2027-01-28T15:00:00.000Z');
    story.message('m1');
    story.until('2027-02-04T12:00:00.000Z').message('m2');
    story.until(END);
    expect(story.postLines().slice(3)).toEqual([
      'escalation-1 (second-reminder) at 2027-02-11T13:00:00.000Z',
      'escalation-2 (closing) at 2027-02-25T13:00:00.000Z',
    ]);
    expect(story.skipped().slice(0, 2)).toEqual([
      'recall-3: overtaken by reminder-1',
      'reminder-1: overtaken by escalation-1',
    ]);
  });

  it('holds nothing after an answer', () => {
    const story = new Story(OPENED_AT).until('2027-01-13T15:00:00.000Z');
    story.answer('s1');
    story.message('m1');
    expect(story.state.hold).toBeNull();
  });

  it('that says thanks and nothing else holds the reminders and asks nobody for a decision', () => {
    const story = new Story(OPENED_AT).until('2027-01-13T15:00:00.000Z');
    const hold = { decideAt: '2027-01-21T05:00:00.000Z', sendAt: '2027-01-21T13:00:00.000Z' };
    const at = '2027-01-13T15:00:00.000Z';
    const thanks = { id: 'm1', at, receivedAt: at, sender: 'mission@missions.example', hold };
    story.give({ type: 'message', ...thanks, isAcknowledged: true, isCourtesy: true });
    expect(story.openTasks()).toEqual([]);
    expect(story.logKeys()).toContain('held/m1');
    expect(story.acknowledgements).toEqual([]);
  });

  it('after the end is acknowledged and shown to a person', () => {
    const story = new Story(OPENED_AT).until('2027-04-01T12:00:00.000Z');
    expect(story.message('m1')).toEqual({ filedAs: 'message', isLate: false, stage: 'closed' });
    expect(story.acknowledgements).toEqual(['message m1 at 2027-04-01T12:00:00.000Z']);
    expect(story.openTasks()).toContain('message/m1');
  });
});

describe('a note that reaches nobody', () => {
  it('is not silence: the party is not reached, a task says so, no reminder follows', () => {
    const story = new Story(OPENED_AT, { server: REFUSES_ALL });
    expect(story.state.stage).toBe('notReached');
    expect(story.openTasks()).toEqual(['notReached']);
    story.until(END);
    expect(story.posts).toHaveLength(1);
    expect(story.state).toMatchObject({ stage: 'closed', closedAs: 'notReached', clockStartedAt: null });
    expect(story.skipped().every((line) => line.endsWith(': the party was not reached'))).toBe(true);
  });

  it('says so where no contact is on file', () => {
    const story = new Story(OPENED_AT, { server: () => [] });
    expect(story.log.find((entry) => entry.kind === 'notReached')?.data).toEqual({ detail: 'no contact is on file' });
  });

  it('is an answered request all the same once the party answers by another way', () => {
    const story = new Story(OPENED_AT, { server: REFUSES_ALL }).until('2026-12-10T12:00:00.000Z');
    story.answer('s1');
    expect(story.openTasks()).toEqual([]);
    story.changePlan('p1', { dueDate: { date: '2027-03-01', authority: 'the Coordinator' } });
    expect(story.until(END).posts).toHaveLength(1);
    expect(story.state.closedAs).toBe('answered');
  });

  it('wakes no reminder by a new plan, and shows none', () => {
    const openedAt = '2027-01-12T15:00:00.000Z';
    const story = new Story(openedAt, { openedAt, server: REFUSES_ALL }).until('2027-01-14T12:00:00.000Z');
    story.changePlan('p1', { dueDate: { date: '2027-04-30', authority: 'the Coordinator' } });
    expect(nextRung(story.state)).toBeNull();
    expect(story.until(END).posts).toHaveLength(1);
  });
});

describe('a bounce', () => {
  it('of one addressee is a task; the ladder goes on for the other', () => {
    const story = new Story(OPENED_AT).until('2026-11-16T13:05:00.000Z');
    story.bounce('b1', 'capital');
    expect(story.state.stage).toBe('waiting');
    expect(story.openTasks()).toEqual(['bounced/BRA/capital']);
    expect(story.until('2027-01-01T00:00:00.000Z').posts.map((post) => post.rung)).toEqual(['request', 'recall-1']);
  });

  it('of every addressee means not reached, said once', () => {
    const story = new Story(OPENED_AT).until('2026-11-16T13:05:00.000Z');
    story.bounce('b1', 'capital');
    story.bounce('b2', 'mission');
    story.bounce('b3', 'mission');
    expect(story.state.stage).toBe('notReached');
    expect(story.logKeys().filter((key) => key.startsWith('notReached'))).toHaveLength(1);
    story.until(END);
    expect(story.posts).toHaveLength(1);
    expect(story.state.closedAs).toBe('notReached');
  });

  it('that is soft changes nothing but the log', () => {
    const story = new Story(OPENED_AT).until('2026-11-16T13:05:00.000Z');
    story.bounce('b1', 'capital', false);
    story.bounce('b2', 'mission', false);
    expect(story.state.deliveries).toEqual({ 'BRA/mission': 'sent', 'BRA/capital': 'sent' });
    expect(story.openTasks()).toEqual([]);
  });

  it('that overtakes the word of the server stands, and says nothing of those still under way', () => {
    const story = new Story(OPENED_AT, {
      server: silentOn('request'),
    });
    story.bounce('b1', 'capital');
    expect(story.state.stage).toBe('scheduled');
    story.settle([said('mission', 'sent'), said('capital', 'sent')]);
    expect(story.state).toMatchObject({
      stage: 'waiting',
      deliveries: { 'BRA/mission': 'sent', 'BRA/capital': 'bounced' },
    });
    expect(story.until('2027-01-01T00:00:00.000Z').posts.map((post) => post.rung)).toEqual(['request', 'recall-1']);
  });

  it('of the one that was reached waits for the other, whose server asked for patience', () => {
    const server = saying(
      'request',
      [said('mission', 'deferred'), said('capital', 'sent')],
      [said('mission', 'sent'), said('capital', 'sent')],
    );
    const story = new Story(OPENED_AT, { server });
    story.bounce('b1', 'capital');
    expect(story.state.stage).toBe('waiting');
    story.until('2026-11-16T14:00:00.000Z');
    expect(story.state).toMatchObject({
      stage: 'waiting',
      deliveries: { 'BRA/mission': 'sent', 'BRA/capital': 'bounced' },
    });
    expect(story.openTasks()).toEqual(['bounced/BRA/capital']);
  });

  it('of the one that was reached, when the other is refused at last, means not reached', () => {
    const server = saying(
      'request',
      [said('mission', 'deferred'), said('capital', 'sent')],
      [said('mission', 'failed'), said('capital', 'sent')],
    );
    const story = new Story(OPENED_AT, { server });
    story.bounce('b1', 'capital');
    story.until('2026-11-16T14:00:00.000Z');
    expect(story.state.stage).toBe('notReached');
    expect(story.until(END).posts.map((post) => post.rung)).toEqual(['request', 'request']);
  });

  it('refused at once by one address is a task of the same day, while the other has the note', () => {
    const server = saying('request', [said('mission', 'failed'), said('capital', 'sent')]);
    const story = new Story(OPENED_AT, { server }).until('2026-11-16T14:00:00.000Z');
    expect(story.state.stage).toBe('waiting');
    expect(story.openTasks()).toEqual(['undeliverable/request']);
  });

  it('of all who had the note waits for a post that is under way to another', () => {
    const outcome = [said('mission', 'failed'), said('alternate', 'sent')];
    const story = new Story(OPENED_AT, { server: silentOn('escalation-1') }).until('2027-02-11T13:00:00.000Z');
    story.bounce('b1', 'capital');
    story.bounce('b2', 'mission');
    expect(story.state.stage).toBe('waiting');
    expect(story.settle(outcome).state.stage).toBe('waiting');
    expect(story.until(END).posts.at(-1)?.rung).toBe('escalation-2');
  });

  it('of all who had the note means not reached once that post has failed, too', () => {
    const outcome = [said('mission', 'failed'), said('alternate', 'failed')];
    const story = new Story(OPENED_AT, { server: silentOn('escalation-1') }).until('2027-02-11T13:00:00.000Z');
    story.bounce('b1', 'capital');
    expect(story.settle(outcome).state.stage).toBe('notReached');
    expect(story.until(END).posts.at(-1)?.rung).toBe('escalation-1');
  });
});

describe('the release', () => {
  it('is waited for with one task, and nothing leaves without it', () => {
    const story = new Story(OPENED_AT, { isReleased: false }).until(END);
    expect(story.posts).toEqual([]);
    expect(story.logKeys().slice(0, 2)).toEqual(['decided/request', 'awaitingRelease']);
    expect(story.state.closedAs).toBe('notSent');
    expect(story.openTasks()).toEqual([]);
  });

  it('sends the note at once, closes the task and moves dates that are too near', () => {
    const story = new Story(OPENED_AT, { isReleased: false }).until('2027-01-20T15:00:00.000Z');
    expect(story.state.stage).toBe('awaitingRelease');
    expect(story.openTasks()).toEqual(['release']);
    expect(story.release()).toMatchObject({ filedAs: 'release' });
    expect(story.openTasks()).toEqual([]);
    expect(story.state).toMatchObject({
      stage: 'waiting',
      clockStartedAt: '2027-01-20T15:00:00.000Z',
      plan: { due: { date: '2027-02-19' } },
    });
    story.until(END);
    expect(story.postLines()).toEqual([
      'request (request) at 2027-01-20T15:00:00.000Z',
      'recall-2 (recall) at 2027-02-05T13:00:00.000Z',
      'recall-3 (recall) at 2027-02-16T13:00:00.000Z',
      'reminder-1 (reminder) at 2027-02-22T13:00:00.000Z',
      'escalation-1 (second-reminder) at 2027-03-01T13:00:00.000Z',
      'escalation-2 (closing) at 2027-03-15T13:00:00.000Z',
    ]);
  });

  it('given twice is given once', () => {
    const story = new Story(OPENED_AT, { isReleased: false }).until('2026-11-17T15:00:00.000Z');
    story.release('release-1');
    story.release('release-2');
    expect(story.posts).toHaveLength(1);
    expect(story.logKeys().filter((key) => key === 'released')).toHaveLength(1);
  });

  it('is not waited for any more while the server puts the note off', () => {
    const server = saying('request', [said('mission', 'deferred'), said('capital', 'deferred')]);
    const story = new Story(OPENED_AT, { isReleased: false, server }).until('2026-11-17T15:00:00.000Z');
    story.release();
    expect(story.state.stage).toBe('scheduled');
    expect(story.until('2026-11-17T15:01:00.000Z').state.stage).toBe('waiting');
  });
});

describe('a server that asks for patience', () => {
  const bothDeferred = [said('mission', 'deferred'), said('capital', 'deferred')];

  it('is asked again after 1, 2, 5 and more minutes, and the clock starts with the first delivery', () => {
    const story = new Story(OPENED_AT, { server: saying('request', bothDeferred, bothDeferred, bothDeferred) });
    story.until('2026-11-16T14:00:00.000Z');
    expect(story.postLines()).toEqual([
      'request (request) at 2026-11-16T13:00:00.000Z',
      'request (request, attempt 2) at 2026-11-16T13:01:00.000Z',
      'request (request, attempt 3) at 2026-11-16T13:03:00.000Z',
      'request (request, attempt 4) at 2026-11-16T13:08:00.000Z',
    ]);
    expect(story.state.clockStartedAt).toBe('2026-11-16T13:08:00.000Z');
  });

  it('for ever means not reached after about three days', () => {
    const story = new Story(OPENED_AT, { server: () => bothDeferred }).until('2026-11-22T00:00:00.000Z');
    expect(story.state.stage).toBe('notReached');
    expect(story.posts).toHaveLength(26);
    const last = story.posts.at(-1)?.at ?? '';
    expect(last > '2026-11-19T00:00:00.000Z' && last < '2026-11-20T13:00:00.000Z').toBe(true);
  });

  it('at one addressee does not keep the clock from starting with the other', () => {
    const server = saying('request', [said('mission', 'deferred'), said('capital', 'sent')]);
    const story = new Story(OPENED_AT, { server });
    expect(story.state).toMatchObject({ stage: 'waiting', clockStartedAt: OPENED_AT });
    story.until('2026-11-16T14:00:00.000Z');
    expect(story.posts).toHaveLength(2);
    expect(story.state.clockStartedAt).toBe(OPENED_AT);
    expect(rungOf(story, 'request').status).toBe('sent');
  });

  it('never has a reminder and the note under way at once', () => {
    const openedAt = '2026-12-30T12:59:00.000Z';
    const partly = [said('mission', 'deferred'), said('capital', 'sent')];
    const story = new Story(openedAt, { openedAt, server: ({ rung }) => (rung === 'request' ? partly : null) });
    story.until('2027-01-15T13:00:00.000Z');
    expect(story.posts.at(-1)?.rung).toBe('recall-2');
    story.until('2027-01-29T13:00:00.000Z');
    expect(story.posts.at(-1)?.rung).toBe('recall-2');
    story.settle([said('mission', 'sent'), said('capital', 'sent')]);
    expect(story.posts.at(-1)?.rung).toBe('recall-3');
  });

  it('makes a reminder that it puts off give way to the next one', () => {
    const story = new Story(OPENED_AT, { server: deferring('recall-3') }).until('2027-01-27T15:00:00.000Z');
    story.message('m1');
    story.until('2027-02-04T13:00:00.000Z');
    expect(story.posts.some((post) => post.rung === 'recall-3')).toBe(true);
    expect(story.posts.at(-1)?.rung).toBe('reminder-1');
    expect(story.skipped()).toEqual(['recall-3: overtaken by reminder-1']);
  });

  it('and keeps a reminder for three days makes it a task, not a party that is not reached', () => {
    const story = new Story(OPENED_AT, { server: deferring('recall-3') }).until('2027-02-02T00:00:00.000Z');
    expect(rungOf(story, 'recall-3')).toMatchObject({ status: 'failed', reason: { code: 'failed' } });
    expect(story.openTasks()).toEqual(['undeliverable/recall-3']);
    expect(story.state.stage).toBe('waiting');
  });

  it('until the hour of a recall has passed leaves that recall out, where rules set no quiet days', () => {
    const openedAt = '2027-01-15T12:50:00.000Z';
    const server = saying('request', bothDeferred, bothDeferred, bothDeferred, bothDeferred);
    const story = new Story(openedAt, { openedAt, server, rules: { ...RULES, quietDaysAfterNote: 0 } });
    expect(rungOf(story, 'recall-1').sendAt).toBe('2027-01-15T13:00:00.000Z');
    story.until('2027-01-16T00:00:00.000Z');
    expect(story.posts.map((post) => post.rung)).toEqual(Array.from({ length: 5 }, () => 'request'));
    expect(story.skipped()).toEqual(['recall-1: its day had passed when the note left']);
  });
});

describe('a post that may not leave yet', () => {
  it('leaves at the hour it was put off to, and counts as tried once', () => {
    const until = '2027-01-19T13:00:00.000Z';
    const server = saying('recall-2', [{ contact: '', status: 'postponed', detail: 'outside its hours', until }]);
    const story = new Story(OPENED_AT, { server }).until(END);
    expect(story.postLines().slice(2, 4)).toEqual([
      'recall-2 (recall) at 2027-01-15T13:00:00.000Z',
      'recall-2 (recall) at 2027-01-19T13:00:00.000Z',
    ]);
    expect(story.log.find((entry) => entry.kind === 'rungPostponed')).toMatchObject({
      key: 'postponed/recall-2/2027-01-19T13:00:00.000Z',
      data: { rung: 'recall-2', until, because: 'outside its hours' },
    });
  });

  it('waits for the outcome of the one before it, and is then overtaken by the latest that is due', () => {
    const story = new Story(OPENED_AT, {
      server: silentOn('recall-2'),
    });
    story.until('2027-02-12T12:00:00.000Z');
    expect(story.posts.at(-1)?.rung).toBe('recall-2');
    story.settle([said('mission', 'sent'), said('capital', 'sent')]);
    expect(story.posts.at(-1)?.rung).toBe('escalation-1');
    expect(story.skipped()).toEqual(['recall-3: overtaken by escalation-1', 'reminder-1: overtaken by escalation-1']);
  });
});

describe('an outage', () => {
  it('over several rungs sends the latest only and says why the others were left out', () => {
    const story = new Story(OPENED_AT).until('2027-01-10T00:00:00.000Z').outageUntil('2027-02-05T15:00:00.000Z');
    expect(story.postLines().slice(2)).toEqual(['reminder-1 (reminder) at 2027-02-05T15:00:00.000Z']);
    expect(story.skipped()).toEqual(['recall-2: overtaken by reminder-1', 'recall-3: overtaken by reminder-1']);
    story.until(END);
    expect(story.posts.slice(3).map((post) => post.rung)).toEqual(['escalation-1', 'escalation-2']);
  });

  it('over the due date words a recall as a reminder', () => {
    const story = new Story(OPENED_AT).until('2027-01-10T00:00:00.000Z').outageUntil('2027-02-02T15:00:00.000Z');
    expect(story.postLines().at(-1)).toBe('recall-3 (reminder) at 2027-02-02T15:00:00.000Z');
    const { plan } = story.state;
    expect([toneOn('recall', plan, plan.dueAt), toneOn('closing', plan, END)]).toEqual(['recall', 'closing']);
  });

  it('over the end closes without a last mail', () => {
    const story = new Story(OPENED_AT).until('2027-01-10T00:00:00.000Z').outageUntil('2027-06-01T15:00:00.000Z');
    expect(story.posts.map((post) => post.rung)).toEqual(['request', 'recall-1']);
    expect(story.skipped().slice(-1)).toEqual(['escalation-2: closed']);
    expect(story.state.closedAs).toBe('noAnswer');
  });

  it('over the opening still gives thirty days from the note', () => {
    const story = new Story('2027-01-25T15:00:00.000Z');
    expect(story.state.plan.due.date).toBe('2027-02-24');
    expect(story.until(END).posts.map((post) => post.rung)).toEqual([
      'request',
      'recall-2',
      'recall-3',
      'reminder-1',
      'escalation-1',
    ]);
  });
});

describe('a new plan', () => {
  it('moves what still waits and leaves what is done', () => {
    const story = new Story(OPENED_AT).until('2027-01-20T12:00:00.000Z');
    const outcome = story.changePlan('p1', { dueDate: { date: '2027-02-22', authority: 'the Coordinator' } });
    expect(outcome).toEqual({ filedAs: 'plan', isLate: false, stage: 'waiting' });
    story.until(END);
    expect(story.postLines().slice(3)).toEqual([
      'recall-3 (recall) at 2027-02-19T13:00:00.000Z',
      'reminder-1 (reminder) at 2027-02-25T13:00:00.000Z',
      'escalation-1 (second-reminder) at 2027-03-04T13:00:00.000Z',
    ]);
  });

  it('moves a reminder that was decided this morning, and withdraws its dispatch', () => {
    const story = new Story(OPENED_AT).until('2027-02-04T05:00:00.000Z');
    expect(rungOf(story, 'reminder-1').status).toBe('decided');
    story.changePlan('p1', { dueDate: { date: '2027-02-22', authority: 'the Coordinator' } });
    story.until(END);
    expect(story.posts.filter((post) => post.rung === 'reminder-1').map((post) => post.at)).toEqual([
      '2027-02-25T13:00:00.000Z',
    ]);
    expect(new Set(story.logKeys()).size).toBe(story.log.length);
  });

  it('does not bring back a recall whose day has passed under it, too', () => {
    const openedAt = '2027-01-06T15:00:00.000Z';
    const story = new Story(openedAt, { openedAt }).until('2027-02-02T12:00:00.000Z');
    expect(rungOf(story, 'recall-1').status).toBe('skipped');
    const before = story.posts.length;
    story.changePlan('p1', { dueDate: { date: '2027-02-26', authority: 'the Coordinator' } });
    expect(rungOf(story, 'recall-1').status).toBe('skipped');
    expect(story.posts).toHaveLength(before);
  });

  it('keeps the hold of a message', () => {
    const story = new Story(OPENED_AT).until('2027-02-03T12:00:00.000Z');
    story.message('m1');
    story.changePlan('p1', { dueDate: { date: '2027-02-02', authority: 'the Coordinator' } });
    story.until(END);
    expect(story.posts.find((post) => post.rung === 'reminder-1')?.at).toBe('2027-02-10T13:00:00.000Z');
  });

  it('for a closed request is answered and changes nothing', () => {
    const story = new Story(OPENED_AT).until('2027-04-01T12:00:00.000Z');
    const { plan } = story.state;
    expect(story.changePlan('p1', { dueDate: { date: '2027-05-31', authority: 'the Coordinator' } })).toMatchObject({
      stage: 'closed',
    });
    expect(story.state.plan).toBe(plan);
  });
});

describe('an acknowledgement', () => {
  it('that is put off is repeated after a minute, once, and not while it is under way', () => {
    const story = new Story(OPENED_AT).until('2027-01-20T12:00:00.000Z');
    story.answer('s1');
    story.acknowledged('submission', 's1', 'deferred');
    story.until('2027-01-20T12:30:00.000Z');
    expect(story.acknowledgements).toHaveLength(2);
    expect(story.acknowledgements.at(-1)).toBe('submission s1 at 2027-01-20T12:01:00.000Z');
    story.acknowledged('submission', 's1', 'sent').until('2027-02-20T12:00:00.000Z');
    expect(story.acknowledgements).toHaveLength(2);
    expect(story.state.retries).toEqual([]);
  });

  it('that is refused is a task', () => {
    const story = new Story(OPENED_AT).until('2027-01-20T12:00:00.000Z');
    story.message('m1');
    story.acknowledged('message', 'm1', 'failed');
    expect(story.openTasks()).toEqual(['message/m1', 'undeliverable/m1']);
  });

  it('that waits for its repeat at the end is tried once more then, and is a task if that fails', () => {
    const story = new Story(OPENED_AT).until('2027-03-16T21:29:30.000Z');
    story.answer('s1');
    story.acknowledged('submission', 's1', 'deferred').until('2027-03-17T00:00:00.000Z');
    expect(story.acknowledgements.at(-1)).toBe('submission s1, late at 2027-03-16T21:30:00.000Z');
    story.acknowledged('submission', 's1', 'deferred');
    expect(story.openTasks()).toEqual(['undeliverable/s1']);
    expect(story.state.retries).toEqual([]);
  });
});

describe('an event that comes again', () => {
  it('changes nothing and is answered with its first outcome, whatever happened since', () => {
    const story = new Story(OPENED_AT).until('2027-01-20T12:00:00.000Z');
    const first = story.answer('s1');
    story.until(END);
    const { state } = story;
    expect(story.answer('s1')).toEqual(first);
    expect(story.state).toBe(state);
    expect(story.acknowledgements).toHaveLength(1);
  });

  it('is ignored where it is the outcome of a post that is not under way', () => {
    const story = new Story(OPENED_AT).until('2027-01-20T12:00:00.000Z');
    const { state } = story;
    for (const rung of ['recall-1', 'recall-3', 'no such rung']) {
      story.give({
        type: 'posted',
        at: '2027-01-20T12:00:00.000Z',
        rung,
        posts: [said('mission', 'failed')],
        plan: null,
      });
    }
    expect(story.state).toEqual(state);
  });
});

describe('a fault', () => {
  it('parks the request: a task, no further wake-up, and the first fault stands', () => {
    const story = new Story(OPENED_AT).until('2027-01-01T12:00:00.000Z');
    const first = park(story.state, 'the template is broken', '2027-01-01T12:00:00.000Z');
    expect(first.outcome).toEqual({ filedAs: 'parked', isLate: false, stage: 'waiting' });
    expect(first.effects).toMatchObject([
      {
        kind: 'record',
        log: [{ kind: 'parked', key: 'parked/2027-01-01T12:00:00.000Z', data: { because: 'the template is broken' } }],
        tasks: [
          {
            change: 'raise',
            kind: 'parked',
            key: 'parked/2027-01-01T12:00:00.000Z',
            data: { because: 'the template is broken' },
          },
        ],
        projection: { parkedBecause: 'the template is broken' },
      },
    ]);
    expect(nextWakeAt(first.state)).toBeNull();
    const second = park(first.state, 'another', '2027-01-01T12:00:00.000Z');
    expect(second.state).toBe(first.state);
    expect(second.effects).toEqual([]);
  });

  it('keeps a parked request from sending, though an answer is still filed', () => {
    const story = new Story(OPENED_AT).until('2027-01-01T12:00:00.000Z');
    const { state } = park(story.state, 'a fault', '2027-01-01T12:00:00.000Z');
    expect(advance(state, { type: 'tick', at: END }, RULES).effects).toEqual([]);
    const filed = advance(
      state,
      { type: 'submission', id: 's1', at: END, sender: 'a@b.example', receivedAt: END, isAcknowledged: false },
      RULES,
    );
    expect(filed.state.submissions).toHaveLength(1);
  });

  it('lets a parked request go on when a person says so, and offers again what was under way', () => {
    const story = new Story(OPENED_AT).until('2027-01-01T12:00:00.000Z');
    const at = '2027-01-20T15:00:00.000Z';
    const sending = {
      ...story.state,
      rungs: { ...story.state.rungs, 'recall-2': { ...story.state.rungs['recall-2'], status: 'sending', attempts: 1 } },
    } as typeof story.state;
    const { state } = park(sending, 'the template is broken', '2027-01-15T13:00:00.000Z');
    const step = advance(state, { type: 'unparked', id: 'u1', at, by: 'a person' }, RULES);
    expect(step.outcome).toMatchObject({ filedAs: 'unparked' });
    expect(step.state.parkedBecause).toBeNull();
    expect(step.effects).toMatchObject([
      {
        kind: 'record',
        log: [{ kind: 'unparked', data: { by: 'a person' } }],
        tasks: [
          { change: 'close', key: 'parked', because: 'a person let it go on' },
          { change: 'close', key: 'parked/2027-01-15T13:00:00.000Z' },
        ],
      },
      { kind: 'post', rung: 'recall-2', attempt: 1 },
    ]);
  });

  it('that comes again is a task again', () => {
    const story = new Story(OPENED_AT).until('2027-01-01T12:00:00.000Z');
    const first = park(story.state, 'a fault', '2027-01-01T12:00:00.000Z').state;
    const { state } = advance(first, { type: 'unparked', id: 'u1', at: '2027-01-02T12:00:00.000Z', by: 'x' }, RULES);
    const again = park(state, 'a fault', '2027-01-03T12:00:00.000Z');
    expect(again.effects).toMatchObject([{ tasks: [{ change: 'raise', key: 'parked/2027-01-03T12:00:00.000Z' }] }]);
  });

  it('lets nothing happen to a request that was not stopped', () => {
    const story = new Story(OPENED_AT).until('2027-01-01T12:00:00.000Z');
    const event = { type: 'unparked' as const, id: 'u1', at: '2027-01-02T12:00:00.000Z', by: 'x' };
    const step = advance(story.state, event, RULES);
    expect(step.effects).toEqual([]);
  });

  it('is thrown for rules of a later version, and nothing has changed', () => {
    const story = new Story(OPENED_AT).until('2027-01-01T12:00:00.000Z');
    const later = { ...RULES, version: 4 } as unknown as Rules;
    const before = JSON.stringify(story.state);
    expect(() => advance(story.state, { type: 'tick', at: END }, later)).toThrow(
      'rules of version 4 are not known to this version of the service',
    );
    expect(JSON.stringify(story.state)).toBe(before);
  });
});
