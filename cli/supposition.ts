import { isIsoDate } from '../domain/iso-date.js';
import { requestId } from '../domain/ids.js';
import type { Catalogue } from '../domain/mandate.js';
import type { Supposition } from '../domain/supposition.js';
import { CommandFault } from './fault.js';
import { findObligation, findParty } from './known.js';

/** What `--if` takes, for its help and its faults. */
export const SUPPOSITIONS = [
  'event=authorities-meeting:2027-03-14',
  'report=2027-05-03 or report=organ-report/2027:2027-05-03',
  'holiday=2027-02-01',
  'extend=PER:2027-02-22 or extend=organ-report/2027/CIM:2027-02-22',
  'leave=DMA:2027-01-20 (the Organization) or leave=DMA/annual-report:2027-01-20 (one duty)',
];

/**
 * Reads what is supposed. `cycleId` is the cycle that is meant where none is named.
 *
 * @throws CommandFault that says what was wrong and what `--if` takes
 */
export function readSuppositions(catalogue: Catalogue, texts: readonly string[], cycleId: string): Supposition[] {
  return texts.map((text) => {
    const [, kind = '', named, date = ''] = /^(\w+)=(?:(.+):)?([^:]*)$/.exec(text) ?? [];
    const read = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
    if (!read) throw misread(text, `'${kind === '' ? text : kind}' is nothing that it knows`);
    if (!isIsoDate(date)) throw misread(text, `'${date}' is not a date of the calendar (yyyy-mm-dd)`);
    return read({ catalogue, text, named, date, cycleId });
  });
}

interface Reading {
  catalogue: Catalogue;
  text: string;
  named: string | undefined;
  date: string;
  cycleId: string;
}

const READERS: Record<string, (reading: Reading) => Supposition> = {
  extend({ catalogue, text, named, date, cycleId }) {
    if (named === undefined) throw misread(text, 'no state is named');
    const slash = named.lastIndexOf('/');
    const cycle = slash < 0 ? cycleId : named.slice(0, slash);
    return {
      kind: 'extension',
      requestId: requestId(cycle, findParty(catalogue, named.slice(slash + 1)).code),
      dueDate: date,
    };
  },
  report: ({ named, date, cycleId }) => ({ kind: 'reportDate', cycleId: named ?? cycleId, date }),
  event({ catalogue, text, named, date }) {
    const known = catalogue.events.map(({ id }) => id);
    if (named === undefined || !known.includes(named))
      throw misread(text, `there is no event '${named ?? ''}': name one of ${known.join(', ')}`);
    return { kind: 'event', event: named, date };
  },
  holiday({ text, named, date }) {
    if (named !== undefined) throw misread(text, 'a holiday is one of headquarters and names nobody');
    return { kind: 'holiday', date };
  },
  leave({ catalogue, text, named, date }) {
    if (named === undefined) throw misread(text, 'no party is named');
    const [party = '', obligation] = named.split('/');
    return {
      kind: 'departure',
      party: findParty(catalogue, party).code,
      obligation: obligation === undefined ? null : findObligation(catalogue, obligation).id,
      date,
    };
  },
};

function misread(text: string, problem: string): CommandFault {
  return new CommandFault(`--if ${text}: ${problem}. It takes\n  ${SUPPOSITIONS.join('\n  ')}`, 2);
}
