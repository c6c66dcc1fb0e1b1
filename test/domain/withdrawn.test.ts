import { REFUSES_ALL, Story } from './story.js';

const OPENED = '2026-11-16T15:00:00.000Z';
const by = 'the desk';
const because = 'it is Peru’s';

/** An answer that was filed for the wrong request. */
describe('an answer that is taken away', () => {
  const withdraw = (story: Story, submission: string, at: string) =>
    story.give({ type: 'withdrawn', id: `w/${submission}`, at, submission, by, because });

  it('leaves the request as if it had not come: it waits, and what lies ahead leaves', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.answer('a');
    expect(story.state.stage).toBe('answered');
    expect(withdraw(story, 'a', '2027-01-12T15:00:00.000Z')).toMatchObject({ filedAs: 'decision' });
    expect(story.state).toMatchObject({ stage: 'waiting', submissions: [], answeredAt: null });
    story.until('2027-03-20T00:00:00.000Z');
    const asked = new Story(OPENED).until('2027-03-20T00:00:00.000Z');
    const after = (one: Story): string[] => one.posts.filter(({ at }) => at > '2027-01-12').map(({ rung }) => rung);
    expect(after(story)).toEqual(after(asked));
    expect(story.until('2027-06-01T00:00:00.000Z').state.closedAs).toBe('noAnswer');
    expect(story.log.find(({ kind }) => kind === 'withdrawn')?.data).toMatchObject({ submission: 'a', by, because });
  });

  it('does not send what was due while it stood', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.answer('a');
    story.until('2027-02-20T15:00:00.000Z');
    const before = story.posts.length;
    withdraw(story, 'a', '2027-02-20T15:00:00.000Z');
    expect(story.posts.length).toBe(before);
  });

  it('changes nothing where another answer stands, and counts the first of them', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.answer('a');
    story.until('2027-01-11T15:00:00.000Z');
    story.answer('b', { sender: 'other@bra.example' });
    withdraw(story, 'a', '2027-01-12T15:00:00.000Z');
    expect(story.state).toMatchObject({ stage: 'answered', answeredAt: '2027-01-11T15:00:00.000Z' });
    expect(story.until('2027-06-01T00:00:00.000Z').state.closedAs).toBe('answered');
  });

  it('leaves a part a part', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.answer('part', { kind: 'part' });
    story.answer('whole');
    withdraw(story, 'whole', '2027-01-12T15:00:00.000Z');
    expect(story.state).toMatchObject({ stage: 'answeredInPart', isPart: true });
  });

  it('corrects how a closed request was closed', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.answer('a');
    story.until('2027-06-01T00:00:00.000Z');
    expect(story.state.closedAs).toBe('answered');
    withdraw(story, 'a', '2027-06-01T00:00:00.000Z');
    expect(story.state).toMatchObject({ stage: 'closed', closedAs: 'noAnswer', answeredAt: null });
  });

  it('leaves a request whose duty was over before its day one that was ended', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.answer('a');
    story.give({ type: 'ended', id: 'left', at: '2027-01-20T15:00:00.000Z', because: 'it has left' });
    expect(story.state.closedAs).toBe('answered');
    withdraw(story, 'a', '2027-02-01T15:00:00.000Z');
    expect(story.state).toMatchObject({ stage: 'closed', closedAs: 'ended', answeredAt: null });
  });

  it('is taken away once, and only where it stands', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.answer('a');
    expect(withdraw(story, 'x', '2027-01-12T15:00:00.000Z')).toMatchObject({ filedAs: 'nothing' });
    withdraw(story, 'a', '2027-01-12T15:00:00.000Z');
    const entries = story.log.length;
    withdraw(story, 'a', '2027-01-12T15:00:00.000Z');
    expect(story.log.length).toBe(entries);
  });

  it('counts, of what is left, the first that was received and nothing that came after the end', () => {
    const story = new Story(OPENED).until('2027-01-12T15:00:00.000Z');
    story.answer('a');
    story.answer('b', { sender: 'b@bra.example', receivedAt: '2027-01-11T15:00:00.000Z' });
    story.answer('c', { sender: 'c@bra.example', receivedAt: '2027-01-10T15:00:00.000Z' });
    withdraw(story, 'a', '2027-01-13T15:00:00.000Z');
    expect(story.state.answeredAt).toBe('2027-01-10T15:00:00.000Z');
    withdraw(story, 'c', '2027-01-13T15:00:00.000Z');
    expect(story.state.answeredAt).toBe('2027-01-11T15:00:00.000Z');
    story.until('2027-06-01T00:00:00.000Z').answer('late', { sender: 'd@bra.example' });
    expect(withdraw(story, 'b', '2027-06-02T00:00:00.000Z')).toMatchObject({ filedAs: 'decision', stage: 'closed' });
    expect(story.state).toMatchObject({ closedAs: 'noAnswer', answeredAt: null });
  });

  it('leaves what came at the instant of the end one that came after it', () => {
    const story = new Story(OPENED).until('2027-06-01T00:00:00.000Z');
    const closeAt = story.state.plan.rungs.find(({ kind }) => kind === 'close')?.decideAt ?? '';
    story.answer('at the end', { receivedAt: closeAt });
    expect(story.state.closedAs).toBe('noAnswer');
    const slow = new Story(OPENED).until('2027-06-01T00:00:00.000Z');
    slow.answer('just before', { receivedAt: new Date(Date.parse(closeAt) - 1).toISOString(), kind: 'part' });
    expect(slow.state.closedAs).toBe('answeredInPart');
  });

  it('leaves a whole answer whole where a part is taken away', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.answer('part', { kind: 'part' });
    story.answer('rest');
    expect(withdraw(story, 'part', '2027-01-11T15:00:00.000Z')).toMatchObject({ filedAs: 'decision' });
    expect(story.state).toMatchObject({ stage: 'answered', isPart: false });
    expect(story.until('2027-06-01T00:00:00.000Z').state.closedAs).toBe('answered');
  });

  it('of a request that was ended leaves it ended, whatever is left', () => {
    const story = new Story(OPENED).until('2027-01-10T15:00:00.000Z');
    story.give({ type: 'ended', id: 'left', at: '2027-01-20T15:00:00.000Z', because: 'it has left' });
    story.answer('late', { receivedAt: '2027-01-21T15:00:00.000Z' });
    expect(withdraw(story, 'late', '2027-02-01T15:00:00.000Z')).toMatchObject({ filedAs: 'decision' });
    expect(story.state.closedAs).toBe('ended');
  });

  it('before the note was released leaves the note to be released', () => {
    const story = new Story(OPENED, { isReleased: false });
    story.answer('a');
    withdraw(story, 'a', '2026-11-17T15:00:00.000Z');
    expect(story.state.stage).toBe('awaitingRelease');
    story.release();
    expect(story.posts.map(({ rung }) => rung)).toEqual(['request']);
  });

  it('leaves the reminders resting while the party has written', () => {
    const story = new Story(OPENED).until('2027-01-12T15:00:00.000Z');
    story.message('m');
    const until = story.state.hold?.sendAt ?? '';
    story.answer('a');
    withdraw(story, 'a', '2027-01-12T16:00:00.000Z');
    story.until(until);
    expect(story.posts.filter(({ at }) => at > '2027-01-12').map(({ rung, at }) => [rung, at])).toEqual([
      ['recall-2', until],
    ]);
    expect(story.log.filter(({ key }) => key === 'held/withdrawn/a')).toHaveLength(1);
  });

  it('of a party that was never reached leaves it one that was not', () => {
    const story = new Story(OPENED, { server: REFUSES_ALL });
    expect(story.state.stage).toBe('notReached');
    story.answer('a');
    withdraw(story, 'a', '2026-11-20T15:00:00.000Z');
    expect(story.state.stage).toBe('notReached');
    const detail = 'no addressee was reached before the answer that was taken away';
    expect(story.log.find(({ key }) => key === 'notReached/a')).toMatchObject({
      kind: 'notReached',
      data: { detail },
    });
    expect(story.openTasks()).toContain('notReached');
  });
});
