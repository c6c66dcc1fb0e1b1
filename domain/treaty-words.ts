import type { PartialDate, TreatyAct } from './mandate.js';
import type { TreatyReason, TreatyStanding, TreatyStatus } from './treaty.js';

/** How dates are written where the words are read. */
type DateWords = (date: PartialDate) => string;

const STANDINGS: Record<TreatyStanding, string> = {
  unknown: 'unknown',
  signed: 'signed',
  ratified: 'ratified',
  acceded: 'acceded',
  'in-force': 'in force',
};

const ACTS: Record<TreatyAct['act'], (date: string) => string> = {
  signature: (date) => `signed ${date}`,
  instrument: (date) => `instrument dated ${date}`,
  deposit: (date) => `deposited ${date}`,
  'party-by': (date) => `a party by ${date}`,
};

/** `in force`, in English. */
export function standingWords(standing: TreatyStanding): string {
  return STANDINGS[standing];
}

/** `by ratification`; empty where the manner is not on file, or the treaty is not in force for the state. */
export function mannerWords({ standing, manner }: TreatyStatus): string {
  return standing !== 'in-force' || manner === null || manner === 'unknown' ? '' : `by ${manner}`;
}

/** `deposited 2002-11-19 (ratification)`, in English. */
export function actWords({ act, manner, date }: TreatyAct, dateWords: DateWords): string {
  const how = manner === null ? '' : manner === 'unknown' ? ' (manner not on file)' : ` (${manner})`;
  return ACTS[act](dateWords(date)) + how;
}

/** Why a state stands where it stands, in English: one clause, without a full stop. */
export function reasonWords(because: TreatyReason, dateWords: DateWords): string {
  switch (because.rule) {
    case 'nothing-on-file':
      return because.reason;
    case 'bound':
    case 'signed':
      return ACTS[because.act.act](dateWords(because.act.date));
    case 'bound-before-entry-into-force': {
      const act = ACTS[because.act.act](dateWords(because.act.date));
      return `${act}; the treaty entered into force on ${dateWords(because.inForceDate)}`;
    }
    case 'instrument':
      return `${ACTS.instrument(dateWords(because.act.date))}; deposit not on file by that day`;
    case 'perhaps':
      return `${ACTS[because.act.act](dateWords(because.act.date))}; the day is not on file`;
    case 'not-yet-on-file':
      return `nothing on file by that day; ${ACTS[because.act.act](dateWords(because.act.date))}`;
  }
}
