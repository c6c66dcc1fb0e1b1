import type { Adjustment, RunningDuty } from './adjustment.js';
import type { Catalogue, IsoDate, IsoInstant, Succession } from './mandate.js';
import { paragraphWords, successionWords } from './mandate-words.js';
import { membershipOn } from './membership.js';
import { dateIn } from './plan.js';
import { obligationsUnder } from './register.js';
import { paragraphKey } from './succession.js';

/*
 * What the mandate files say that running requests have to hear, beside holidays: a party that belongs no more, a mandate that
 * has passed on. The files are the record of why; the case log of each request is the record of what followed.
 */

/**
 * What running requests are to be told by the register on a day, once each: its id is made from the entry, so that a repeat
 * changes nothing. A request that was opened after a succession knows it already. `by` is who has them told.
 */
export function adjustmentsByRegister(
  catalogue: Catalogue,
  running: readonly (RunningDuty & { openedAt: IsoInstant })[],
  today: IsoDate,
  by: string,
): Adjustment[] {
  return [...departures(catalogue, running, today, by), ...successions(catalogue, running, today, by)];
}

function departures({ parties }: Catalogue, running: readonly RunningDuty[], today: IsoDate, by: string): Adjustment[] {
  return parties.flatMap((party): Adjustment[] => {
    if (!running.some((one) => one.party === party.code)) return [];
    const status = membershipOn(party, today)?.status;
    if (status === 'member' || status === 'disputed') return [];
    const last = party.memberships.findLast(({ from }) => from === 'unknown' || from <= today);
    const since = last?.until ?? last?.from ?? today;
    const reason = `${party.name.en} takes part no more since ${since}`;
    const authority = last?.source ?? 'the mandate files';
    return [{ kind: 'end', id: `left/${party.code}/${since}`, scope: `party/${party.code}`, authority, reason, by }];
  });
}

function successions(
  catalogue: Catalogue,
  running: readonly (RunningDuty & { openedAt: IsoInstant })[],
  today: IsoDate,
  by: string,
): Adjustment[] {
  return catalogue.successions.flatMap((succession): Adjustment[] => {
    if (succession.date > today) return [];
    const { zone } = catalogue.headquarters;
    const obligations = concernedBy(catalogue, succession).filter((id) =>
      running.some((one) => one.obligation === id && dateIn(one.openedAt, zone) < succession.date),
    );
    return obligations.length === 0 ? [] : [adjustmentBy(catalogue, succession, obligations, by)];
  });
}

/** The obligations that hear of a succession: those under its paragraphs, and those that carry on or end by it. */
export function concernedBy(catalogue: Catalogue, succession: Succession): string[] {
  const under = obligationsUnder(catalogue, succession).map(({ id }) => id);
  const named = (succession.duties ?? []).flatMap(({ ends, goesOnIn }) => [ends, goesOnIn]);
  return [...new Set([...under, ...named])];
}

function adjustmentBy(catalogue: Catalogue, succession: Succession, obligations: string[], by: string): Adjustment {
  const { date, from, duties = [], document, source } = succession;
  const id = `succession/${date}/${from.map(paragraphKey).join('+').replaceAll('/', '-')}`;
  const reason = passingWords(catalogue, succession);
  return { kind: 'succession', id, obligations, duties, authority: document ?? source, reason, by };
}

/** What passed on and why: `paragraph 5 of AG/RES. 2019 (XXXIV-O/04) was renewed by …; the General Assembly …`. */
export function passingWords(catalogue: Catalogue, succession: Succession): string {
  const { from, reason } = succession;
  const [first] = from;
  const words = reason.trim().replace(/\.$/, '');
  if (!first) return words;
  return `${paragraphWords(catalogue, first)} was ${successionWords(catalogue, succession, first)}; ${words}`;
}
