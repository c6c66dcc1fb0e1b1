import type { IsoDate, PartialDate, Treaty, TreatyAct } from './mandate.js';
import { firstDayOf, isPartialDate, lastDayOf, mayBeSameDay } from './partial-date.js';
import { treatyStatusOn } from './treaty.js';

/** What a state answered about a treaty and what the file says otherwise. A matter for the Coordinator: the file stays. */
export interface Contradiction {
  treaty: string;
  party: string;
  /** The field of the form: `legal.tip_protocol_status`. */
  field: string;
  /** The value as answered. */
  answered: string;
  /**
   * `more-on-file`: the answer tells less than was done by then; `other-manner`: ratified against acceded;
   * `other-date`: no act on file that the answer can mean bears its date.
   */
  rule: 'more-on-file' | 'other-manner' | 'other-date';
  /** The act that the answer does not agree with, with its date and source. */
  onFile: TreatyAct;
}

/**
 * The answers about a treaty that contradict what is on file on the day of the answer. What is not on file contradicts
 * nothing: an answer that tells more than the file is news, and no contradiction. Fields without a value, and values
 * that the form does not know, are passed over: to refuse those is the form's own matter.
 *
 * @param answers the values of a form by field id, as stored
 * @param answeredDate the calendar date at headquarters on which the answer was received
 */
export function findContradictions(
  treaty: Treaty,
  party: string,
  answers: Readonly<Record<string, string>>,
  answeredDate: IsoDate,
): Contradiction[] {
  const { answeredIn } = treaty;
  if (!answeredIn) return [];
  const status = answers[answeredIn.status] ?? '';
  const date = answers[answeredIn.date] ?? '';
  const onStatus = againstStatus(treaty, party, status, answeredDate);
  const onDate = againstDate(treatyStatusOn(treaty, party, answeredDate).acts, status, date);
  const about = { treaty: treaty.id, party };
  return [
    ...(onStatus ? [{ ...about, field: answeredIn.status, answered: status, ...onStatus }] : []),
    ...(onDate
      ? [{ ...about, field: answeredIn.date, answered: date, rule: 'other-date' as const, onFile: onDate }]
      : []),
  ];
}

function againstStatus(
  treaty: Treaty,
  party: string,
  answered: string,
  answeredDate: IsoDate,
): Pick<Contradiction, 'rule' | 'onFile'> | null {
  const { because, manner } = treatyStatusOn(treaty, party, answeredDate);
  const isSigned = because.rule === 'signed';
  if (!isSigned && because.rule !== 'instrument' && !because.rule.startsWith('bound')) return null;
  if (!('act' in because)) return null;
  if (answered === 'not_signed' || (answered === 'signed' && !isSigned))
    return { rule: 'more-on-file', onFile: because.act };
  const isOther =
    (answered === 'ratified' && manner === 'accession') || (answered === 'acceded' && manner === 'ratification');
  return isOther ? { rule: 'other-manner', onFile: because.act } : null;
}

/** The acts that a date of the form can mean, by the status answered beside it. */
const MEANT: Record<string, TreatyAct['act'][]> = {
  '': ['signature', 'instrument', 'deposit'],
  signed: ['signature'],
  ratified: ['instrument', 'deposit'],
  acceded: ['instrument', 'deposit'],
};

/** The act on file that the date does not agree with; null where it agrees with one, or none is on file. */
function againstDate(acts: TreatyAct[], status: string, date: PartialDate): TreatyAct | null {
  const meant = MEANT[status] ?? [];
  if (meant.length === 0 || !isPartialDate(date)) return null;
  const candidates = acts.filter((one) => meant.includes(one.act));
  if (candidates.some((one) => mayBeSameDay(one.date, date))) return null;
  const last = candidates.at(-1);
  if (last) return last;
  // Without a deposit on file, a state cannot have become a party after a source has called it one.
  const called = acts.find((one) => one.act === 'party-by' && firstDayOf(date) > lastDayOf(one.date));
  return called && meant.includes('deposit') ? called : null;
}
