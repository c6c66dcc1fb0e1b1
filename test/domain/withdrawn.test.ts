import { Story } from './story.js';

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
});
