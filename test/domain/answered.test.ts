import { answeredAs, closedWithout, isAnswered, isAnsweredInPart, isAwaited } from '../../domain/answered.js';
import type { AnsweredFacts, ClosedFacts } from '../../domain/answered.js';

const AT = '2027-01-08T15:00:00.000Z';

describe('how a request stands with its answers', () => {
  it.each<[string, AnsweredFacts, string]>([
    ['that waits', { stage: 'waiting', answeredAt: null, closedAs: null }, 'awaited'],
    ['whose answer is whole', { stage: 'answered', answeredAt: AT, closedAs: null }, 'answered'],
    ['whose answer is a part', { stage: 'answeredInPart', answeredAt: AT, closedAs: null }, 'in part, awaited'],
    ['that was closed with an answer', { stage: 'closed', answeredAt: AT, closedAs: 'answered' }, 'answered'],
    ['that was closed with a part', { stage: 'closed', answeredAt: AT, closedAs: 'answeredInPart' }, 'in part'],
    ['that was closed without one', { stage: 'closed', answeredAt: null, closedAs: 'noAnswer' }, ''],
    ['that was not reached', { stage: 'notReached', answeredAt: null, closedAs: null }, 'awaited'],
  ])('of one %s', (_words, request, expected) => {
    const said = [
      isAnswered(request) ? 'answered' : '',
      isAnsweredInPart(request) ? 'in part' : '',
      isAwaited(request) ? 'awaited' : '',
    ];
    expect(said.filter((word) => word !== '').join(', ')).toBe(expected);
  });

  it('is answered in part where all that is left are parts', () => {
    expect(answeredAs([])).toBeNull();
    expect(answeredAs(['part', 'part'])).toBe('answeredInPart');
    expect(answeredAs(['part', 'answer'])).toBe('answered');
    expect(answeredAs(['nil'])).toBe('answered');
  });
});

describe('a closed request of which an answer was taken away', () => {
  const closeAt = '2027-03-16T15:00:00.000Z';
  const closed = (closedAs: ClosedFacts['closedAs']): ClosedFacts => ({ closedAs, closeAt, clockStartedAt: AT });
  const answer = (receivedAt: string, kind: 'answer' | 'part' | 'nil' = 'answer') => ({ receivedAt, kind });
  const EARLIER = '2027-01-07T15:00:00.000Z';

  it.each<[string, ClosedFacts, Parameters<typeof closedWithout>[1], string | null, string | null]>([
    ['was silent where none is left', closed('answered'), [], 'noAnswer', null],
    ['was silent where the part is not left', closed('answeredInPart'), [], 'noAnswer', null],
    ['was never asked where no note was out', { ...closed('answered'), clockStartedAt: null }, [], 'notSent', null],
    ['stays ended', closed('ended'), [], 'ended', null],
    ['stays justified', closed('justified'), [], 'justified', null],
    ['stays not reached', closed('notReached'), [answer(closeAt)], 'notReached', null],
    ['was silent where what is left came after the end', closed('answered'), [answer(closeAt)], 'noAnswer', null],
    ['is answered by the first that is left', closed('answered'), [answer(AT), answer(EARLIER)], 'answered', EARLIER],
    ['is answered in part', closed('answered'), [answer(AT, 'part')], 'answeredInPart', AT],
    ['is answered by a part and the rest', closed('answered'), [answer(AT, 'part'), answer(AT)], 'answered', AT],
  ])('%s', (_words, request, left, closedAs, answeredAt) => {
    expect(closedWithout(request, left)).toEqual({ closedAs, answeredAt });
  });
});
