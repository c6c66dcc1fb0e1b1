import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { computePlan } from '../../domain/plan.js';
import { advance } from '../../domain/request.js';
import { openRequest } from '../../domain/request/opening.js';
import type { Effect, RequestEvent } from '../../domain/request-events.js';
import type { RequestState } from '../../domain/request-state.js';
import { simulate } from '../../domain/simulation.js';
import type { ScriptedEvent } from '../../domain/script.js';

/** A duty of the Coordinator herself: no mail leaves for it, and nothing calls her unreachable. */

const { obligations, parties, headquarters } = await loadCatalogue('mandates');
const OPENED_AT = '2027-02-08T15:00:00.000Z';

function obligationOf(id: string) {
  const found = obligations.find((one) => one.id === id);
  if (!found) throw new Error(`no obligation ${id}`);
  return found;
}

const RULES = obligationOf('assembly-report').rules;

function live(...script: ScriptedEvent[]) {
  return simulate({
    cycle: 'assembly-report/2027',
    rules: RULES,
    reportDate: '2027-06-07',
    openedAt: OPENED_AT,
    headquarters,
    parties: parties.filter(({ code }) => code === 'COORD'),
    script,
    unreachable: [],
  });
}

function tasksOf(effects: Effect[]): string[] {
  return effects.flatMap((effect) =>
    effect.kind === 'record' ? effect.tasks.map((task) => `${task.change} ${task.key}`) : [],
  );
}

describe('the report to the Assembly, a duty of the Coordinator', () => {
  it('is told as a task at each rung, a month before the session at the latest, and no mail leaves', () => {
    const lines = live();
    expect(lines.map(({ at, kind, rung }) => `${at.slice(0, 10)} ${kind} ${rung}`)).toEqual([
      '2027-02-08 task duty/request',
      '2027-04-09 task duty/recall-1',
      '2027-05-03 task duty/recall-2',
      '2027-05-13 task duty/reminder-1',
      '2027-06-07 closed close',
    ]);
    expect(lines.at(-1)?.because).toMatch(/^noAnswer/);
  });

  it('is done when its document is filed: nothing is told again', () => {
    const lines = live({ kind: 'answer', party: 'COORD', at: '2027-04-20', sender: 'the desk' });
    expect(lines.filter(({ kind }) => kind === 'task').map(({ rung }) => rung)).toEqual([
      'duty/request',
      'duty/recall-1',
    ]);
    expect(lines.at(-1)?.because).toMatch(/^answered/);
  });

  it('moves with the session', () => {
    const act = { authority: 'a document', reason: 'the session was moved' };
    const lines = live({ kind: 'reportDate', party: null, at: '2027-03-01', date: '2027-06-21', ...act });
    expect(lines.filter(({ kind }) => kind === 'closed').map(({ at }) => at.slice(0, 10))).toEqual(['2027-06-21']);
  });

  it('has one open task at a time, and none after its answer', () => {
    const [party] = parties.filter(({ code }) => code === 'COORD');
    const plan = computePlan({
      rules: RULES,
      reportDate: '2027-06-07',
      openedAt: OPENED_AT,
      headquarters,
      zone: party?.zone ?? '',
    });
    let state: RequestState = openRequest({
      requestId: 'assembly-report/2027/COORD',
      party: 'COORD',
      plan,
      isReleased: true,
    });
    const open = new Set<string>();
    const take = (event: RequestEvent): void => {
      const step = advance(state, event, RULES);
      state = step.state;
      for (const line of tasksOf(step.effects)) {
        const [change, key = ''] = line.split(' ');
        if (change === 'raise') open.add(key);
        else open.delete(key);
      }
    };
    take({ type: 'tick', at: OPENED_AT });
    expect([state.stage, state.clockStartedAt, [...open]]).toEqual(['waiting', OPENED_AT, ['duty/request']]);
    take({ type: 'tick', at: '2027-04-09T14:00:00.000Z' });
    expect([...open]).toEqual(['duty/recall-1']);
    const at = '2027-04-20T15:00:00.000Z';
    take({ type: 'submission', id: 'a', at, receivedAt: at, sender: 'the desk', isAcknowledged: false });
    expect([state.stage, [...open]]).toEqual(['answered', []]);
  });

  it.each(['meeting-documents', 'meeting-report', 'implementation-status', 'strategy-proposal', 'assembly-report'])(
    '%s tells her alone at every rung',
    (id) => {
      const { rules, parties: asked } = obligationOf(id);
      expect(asked).toEqual(['COORD']);
      expect(rules.ladder.filter(({ kind }) => kind !== 'close').every(({ to }) => to.join() === 'coordinator')).toBe(
        true,
      );
    },
  );
});
