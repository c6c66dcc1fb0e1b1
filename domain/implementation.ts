import type { IsoDate, IsoInstant, ParagraphStatusWord, Register } from './mandate.js';
import type { RegisterEntry } from './register.js';

/** How far a cycle is, as the record has it. */
export interface CycleState {
  id: string;
  obligation: string;
  /** The day that it is counted from. */
  reportDate: IsoDate;
  closedAt: IsoInstant | null;
  asked: number;
  answered: number;
  open: number;
  /** The latest answer, by whom and when, the beginning of its text and the names of its files; null while there is none. */
  lastAnswer: { party: string; receivedAt: IsoInstant; text: string; files: string[] } | null;
}

/** How many entries a register has. */
export interface RegisterState {
  register: Register;
  entries: number;
  /** Not closed, paid, withdrawn, ended or dealt with. */
  open: number;
}

/** How a paragraph stands: what a document says of it, and what the record shows of the duties that carry it. */
export interface ParagraphImplementation {
  resolution: string;
  symbol: string;
  paragraph: number;
  /** What a document says; never inferred from the record. Null before the adoption. */
  status: ParagraphStatusWord | null;
  since: IsoDate | null;
  reason: string | null;
  document: string | null;
  duties: {
    obligation: string;
    /** Whether the duty is this paragraph's own, or one whose answers serve it as well. */
    isOwn: boolean;
    /** What is followed one by one for the duty: how many entries, and how many of them are open; null where no register is kept. */
    register: RegisterState | null;
    /** Newest first; none while the duty has never been opened. */
    cycles: CycleState[];
  }[];
}

/**
 * The status of implementation that paragraph 10 of the resolution asks the Permanent Council to follow: paragraph by paragraph, what
 * a document says and what the record shows. A duty that was never opened is shown as that, not as done.
 */
export function implementationOf(
  entries: readonly RegisterEntry[],
  cycles: readonly CycleState[],
  registers: readonly RegisterState[] = [],
): ParagraphImplementation[] {
  return entries.map(({ ref, symbol, paragraph, status, obligations }) => ({
    resolution: ref.resolution,
    symbol,
    paragraph: paragraph.number,
    status: status?.status ?? null,
    since: status?.from ?? null,
    reason: status?.reason ?? null,
    document: status?.document ?? null,
    duties: obligations.map(({ id, resolution, paragraph: own, register }) => ({
      obligation: id,
      isOwn: resolution === ref.resolution && own === paragraph.number,
      register: registers.find((one) => one.register === register) ?? null,
      cycles: cycles
        .filter(({ obligation }) => obligation === id)
        .sort((a, b) => (a.reportDate < b.reportDate ? 1 : a.reportDate > b.reportDate ? -1 : 0)),
    })),
  }));
}
