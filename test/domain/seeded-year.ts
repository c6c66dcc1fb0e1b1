import { addDays } from '../../domain/iso-date.js';
import { ASK_KINDS } from '../../domain/request-state.js';
import type { ScriptedEvent } from '../../domain/script.js';
import type { SimulationInput } from '../../domain/simulation/input.js';
import type { Rules } from '../../domain/mandate.js';
import { randomnessOf } from '../world/randomness.js';
import { HEADQUARTERS, PARTIES, RULES } from './fixture.js';

/*
 * Years that a seed decides: what parties write, what comes back, what the Coordinator and those with authority decide. The same seed
 * is the same year for ever, so that two versions of the rules can be compared line for line.
 */

const STATES = ['BRA', 'HTI', 'CAN'];
const asked = PARTIES.filter(({ code }) => STATES.includes(code));

/** The cycles of one seeded year: two duties that ask the same three states, and whose days are near each other. */
export function seededYear(seed: number): SimulationInput[] {
  const randomness = randomnessOf(`year/${seed}`);
  const between = (low: number, high: number): number => randomness.between(low, high);
  const pick = <T>(members: readonly T[]): T => members[between(0, members.length - 1)] as T;
  const state = (): string => pick(STATES);
  const date = (): string => addDays('2026-11-10', between(0, 160));
  const at = (): string => `${date()}T${String(between(0, 23)).padStart(2, '0')}:15:00.000Z`;
  const act = () => ({ at: at(), authority: 'a note', reason: `reason ${between(1, 9)}` });
  const everyone = (): string | null => (between(0, 3) === 0 ? null : state());

  /** One thing that happens, or two of which the second is the word on the first. */
  function happening(): ScriptedEvent | ScriptedEvent[] {
    switch (between(0, 12)) {
      case 0:
        return { kind: 'answer', party: state(), at: at(), ...pick([{}, {}, { as: 'part' }, { as: 'nil' }] as const) };
      case 1:
        return { kind: 'message', party: state(), at: at() };
      case 2: {
        const [party, asked] = [state(), date()];
        const settledAt = `${addDays(asked, between(0, 20))}T20:00:00.000Z`;
        return [
          { kind: 'message', party, at: `${asked}T15:00:00.000Z`, ask: pick(ASK_KINDS) },
          { kind: 'settle', party, at: settledAt, isGranted: between(0, 1) === 1, reason: 'so it is' },
        ];
      }
      case 3:
        return { kind: 'bounce', party: state(), at: at(), role: pick(['mission', 'capital', 'alternate'] as const) };
      case 4:
        return { kind: 'extension', party: state(), dueDate: date(), ...act() };
      case 5:
      case 6: {
        const [party, pause] = [everyone(), act()];
        const resume = { ...pause, at: `${addDays(pause.at.slice(0, 10), between(1, 40))}T12:00:00.000Z` };
        return [
          { kind: 'pause', party, ...pause },
          { kind: 'resume', party, ...resume },
        ];
      }
      case 7:
        return { kind: 'holiday', party: everyone(), date: date(), name: `Day ${between(1, 9)}`, ...act() };
      case 8: {
        const address = `successor-${between(1, 99)}@oas.example`;
        return { kind: 'contact', party: state(), role: pick(['mission', 'capital']), name: 'N', address, ...act() };
      }
      case 9:
        return pick<ScriptedEvent>([
          { kind: 'approve', party: everyone(), at: at() },
          { kind: 'decline', party: everyone(), at: at(), reason: 'not now' },
        ]);
      case 10: {
        const [party, answered] = [state(), date()];
        return [
          { kind: 'answer', party, at: `${answered}T15:00:00.000Z`, as: 'part' },
          {
            kind: 'judge',
            party,
            at: `${addDays(answered, between(0, 9))}T20:00:00.000Z`,
            isPart: between(0, 1) === 1,
          },
        ];
      }
      case 11:
        return { kind: 'message', party: state(), at: at(), sender: `mission@${state().toLowerCase()}.example` };
      default:
        return pick<ScriptedEvent>([
          { kind: 'end', party: state(), at: at(), because: 'the duty is over' },
          { kind: 'reportDate', party: null, date: addDays('2027-04-01', between(0, 30)), ...act() },
        ]);
    }
  }

  const script = Array.from({ length: between(4, 12) }, happening)
    .flat()
    .sort((one, other) => (one.at < other.at ? -1 : 1));
  const ladder = RULES.ladder.map((rung) =>
    rung.kind === 'escalation' && seed % 3 === 0 ? { ...rung, approval: true as const } : rung,
  );
  const rules: Rules = { ...RULES, ladder, daysBetweenPosts: between(1, 5) };
  const approvals = pick(['atOnce', 'none'] as const);
  const unreachable = between(0, 4) === 0 ? [state()] : [];
  return ['first', 'second'].map((name, index) => {
    const reportDate = addDays('2027-04-15', index * between(0, 12));
    return {
      cycle: `${name}/2027`,
      rules,
      reportDate,
      openedAt: `${addDays(reportDate, -150)}T15:00:00.000Z`,
      headquarters: HEADQUARTERS,
      parties: asked,
      // What comes from a party answers the first; what concerns all is heard by both.
      script: index === 0 ? script : script.filter(({ kind }) => ['pause', 'resume', 'holiday', 'end'].includes(kind)),
      unreachable,
      approvals,
      ...(between(0, 1) === 1 ? { objectionWorkingDays: 5 } : {}),
    };
  });
}
