import { answeredAs, isAnswered, isAnsweredInPart, isAwaited } from '../../domain/answered.js';
import type { AnsweredFacts } from '../../domain/answered.js';

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
