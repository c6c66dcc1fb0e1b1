import { forecast } from '../../domain/forecast.js';
import type { PlannedRung, RungProgress } from '../../domain/request-state.js';
import { CYCLE_2027 } from './fixture.js';
import { Story } from './story.js';

const { plan, rungs } = new Story(CYCLE_2027.openedAt).until('2026-12-01T00:00:00.000Z').state;
const base = { stage: 'waiting', plan, rungs } as const;

const needsApproval = (id: string): PlannedRung[] =>
  plan.rungs.map((rung) => (rung.id === id ? { ...rung, approval: true } : rung));

const withProgress = (id: string, change: Partial<RungProgress>): Record<string, RungProgress> =>
  Object.fromEntries(Object.entries(rungs).map(([key, one]) => [key, key === id ? { ...one, ...change } : one]));

const recall1 = (input: Parameters<typeof forecast>[0]): string | undefined =>
  forecast(input).find(({ rung }) => rung === 'recall-1')?.because;

test('foretells no post of a closed request', () => {
  expect(forecast({ ...base, stage: 'closed' })).toEqual([]);
});

test('foretells the posts that are still to come in order of time, and not the closing', () => {
  const posts = forecast(base);
  expect(posts.map(({ rung }) => rung)).toEqual([
    'recall-1',
    'recall-2',
    'recall-3',
    'reminder-1',
    'escalation-1',
    'escalation-2',
  ]);
  expect(forecast({ ...base, plan: { ...plan, rungs: [...plan.rungs].reverse() } })).toEqual(posts);
});

test('says before the day what each post waits for', () => {
  expect(recall1({ ...base, pausedBecause: 'elections' })).toMatch(/^not before the clock goes on: elections; /);
  expect(recall1({ ...base, asks: ['extensionRequested'] })).toMatch(
    /^not before it is decided what the party asks for; /,
  );
  expect(recall1({ ...base, stage: 'awaitingRelease' })).toMatch(/^once it is released; /);
  const approval = { ...base, plan: { ...plan, rungs: needsApproval('recall-1') } };
  expect(recall1({ ...approval, rungs: withProgress('recall-1', { decisions: 1 }) })).toMatch(/^once it is approved; /);
});

test('does not foretell a decided post that a person has not approved', () => {
  const input = { ...base, plan: { ...plan, rungs: needsApproval('recall-1') } };
  const decided = { status: 'decided', decisions: 2 } as const;
  expect(recall1({ ...input, rungs: withProgress('recall-1', { ...decided, approvedDecision: 1 }) })).toBeUndefined();
  expect(recall1({ ...input, rungs: withProgress('recall-1', { ...decided, approvedDecision: 2 }) })).toBeDefined();
});

test('asks for the rest in the reminders of a request that is answered in part', () => {
  const tones = forecast({ ...base, stage: 'answeredInPart' }).map(({ rung, tone }) => `${rung} ${tone ?? ''}`);
  expect(tones).toContain('recall-1 rest');
  expect(tones).toContain('escalation-1 second-reminder');
});
