import type { Party } from './mandate.js';
import { compare } from './order.js';
import { isMilestone, isPassage } from './script.js';
import type { ScriptedEvent, ScriptedMilestone } from './script.js';
import { AddressBook } from './simulation/address-book.js';
import { Diary } from './simulation/diary.js';
import type { SimulationInput } from './simulation/input.js';
import { Life } from './simulation/life.js';
import type { SimulatedLine } from './simulation/line.js';
import { instantOf, Part } from './simulation/part.js';
import { PostOffice } from './simulation/post-office.js';
import { Reception } from './simulation/reception.js';
import { Timetable } from './simulation/timetable.js';

/**
 * Runs the request machine of every party under virtual time and lists what happens, in order of time and party. The cycles
 * that ask one party are lived through side by side, since what leaves for it on one day is one post.
 */
export function simulate(...cycles: SimulationInput[]): SimulatedLine[] {
  const asked = new Map<string, Asked[]>();
  for (const input of cycles) {
    for (const party of input.parties) asked.set(party.code, [...(asked.get(party.code) ?? []), { input, party }]);
  }
  const reception = new Reception();
  const lived = [...asked.values()].flatMap((one) => simulateParty(one, reception));
  const lines = [...milestonesOf(cycles), ...unaskedOf(cycles), ...lived, ...reception.missed()];
  return lines.sort((a, b) => compare(a.at, b.at) || compare(a.party, b.party));
}

/** A party that a cycle asks. */
interface Asked {
  input: SimulationInput;
  party: Party;
}

/** The requests of one party, side by side: whichever has something to do first goes on. */
function simulateParty(asked: Asked[], reception: Reception): SimulatedLine[] {
  const lines: SimulatedLine[] = [];
  const lives: Life[] = [];
  const [first] = asked;
  if (!first) return lines;
  const { code } = first.party;
  const addressBook = new AddressBook(first.party);
  const postOffice = new PostOffice(code, addressBook, lives, lines);
  for (const { input, party } of asked) {
    const { cycle, script } = input;
    const requestId = `${cycle}/${code}`;
    const diary = new Diary({ cycle, party: code, requestId }, lines, reception);
    const own = { timetable: new Timetable(input, party), part: new Part(script, code), diary };
    lives.push(new Life({ input, party, requestId, ...own, addressBook, postOffice }));
  }
  for (;;) {
    const next = lives.reduce<Life | null>((earliest, one) => {
      if (one.nextAt === null) return earliest;
      return earliest === null || earliest.nextAt === null || one.nextAt < earliest.nextAt ? one : earliest;
    }, null);
    if (next === null) return lines;
    next.goOn();
  }
}

/** One line for each, however many cycles hear of it. */
function milestonesOf(cycles: SimulationInput[]): SimulatedLine[] {
  const lines = new Map<ScriptedMilestone, SimulatedLine>();
  for (const { script, headquarters } of cycles) {
    for (const one of script.filter(isMilestone)) {
      const { because, cycles: requests } = one;
      const at = instantOf(one, headquarters.zone);
      lines.set(one, { at, kind: 'milestone', party: '', requests, rung: '', to: null, because });
    }
  }
  return [...lines.values()];
}

/** What comes from a party that no cycle asks which hears of it: one line for each. */
function unaskedOf(cycles: SimulationInput[]): SimulatedLine[] {
  const asks = ({ parties }: SimulationInput, party: string | null): boolean =>
    parties.some(({ code }) => code === party);
  const lines = new Map<ScriptedEvent, SimulatedLine>();
  for (const { script, headquarters, cycle } of cycles) {
    for (const one of script) {
      // A party that has left is asked by none any more: that is what it was told for.
      if (one.party === null || isPassage(one)) continue;
      if (cycles.some((input) => input.script.includes(one) && asks(input, one.party))) continue;
      const isAsked = cycles.some((input) => asks(input, one.party));
      const because = isAsked ? `${cycle} does not ask ${one.party}` : `no cycle asks ${one.party}`;
      const at = instantOf(one, headquarters.zone);
      lines.set(one, { at, kind: 'ignored', party: one.party, requests: [], rung: one.kind, to: null, because });
    }
  }
  return [...lines.values()];
}
