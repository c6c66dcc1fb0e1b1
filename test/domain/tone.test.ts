import { forecast } from '../../domain/forecast.js';
import { plannedTone, toneOfPost } from '../../domain/request/tone.js';
import { CYCLE_2027 } from './fixture.js';
import { Story } from './story.js';

const { state } = new Story(CYCLE_2027.openedAt).until('2027-01-05T15:00:00.000Z');
const { plan, rungs } = state;
const late = new Date(Date.parse(plan.dueAt) + 1000).toISOString();

describe('the wording of a rung', () => {
  it.each(['reminder', 'escalation'] as const)(
    'asks for the rest after an answer in part only in a reminder: %s',
    (kind) => {
      expect(plannedTone({ isPart: true }, { kind, tone: 'closing' })).toBe(kind === 'reminder' ? 'rest' : 'closing');
      expect(plannedTone({ isPart: false }, { kind, tone: 'closing' })).toBe('closing');
    },
  );

  it('recalls no date that has passed, and is that of a reminder where a rung has none', () => {
    expect(toneOfPost({ plan }, { kind: 'reminder', tone: 'recall' }, plan.dueAt)).toBe('recall');
    expect(toneOfPost({ plan }, { kind: 'reminder', tone: 'recall' }, late)).toBe('reminder');
    expect(toneOfPost({ plan }, { kind: 'reminder', tone: null }, late)).toBe('reminder');
  });

  it('is forecast as it will leave', () => {
    const toneOf = (stage: 'waiting' | 'answeredInPart') =>
      Object.fromEntries(forecast({ stage, plan, rungs }).map(({ rung, tone }) => [rung, tone]));
    expect(toneOf('waiting')).toMatchObject({ 'recall-3': 'recall', 'escalation-1': 'second-reminder' });
    expect(toneOf('answeredInPart')).toMatchObject({ 'recall-3': 'rest', 'escalation-1': 'second-reminder' });
  });
});
