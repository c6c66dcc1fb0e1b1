import type { Language, Rules } from '../../domain/mandate.js';
import type { Period } from '../../domain/period.js';
import type { Plan, RequestState, Stage } from '../../domain/request-state.js';

/** A cycle that is on record. */
export interface CycleRecord {
  id: string;
  obligation: string;
  year: number;
  /** `2027`, `2027-H1` or `2027-Q3`: what the cycle is for, and unique with its obligation. */
  period: Period;
  reportDate: string;
  openedAt: string;
  openedBecause: string;
  rules: Rules;
  /** Whether the first notes leave without a person's word; true in the demonstration. */
  isReleased: boolean;
  setSize: number;
  closedAt: string | null;
}

export interface NewCycle {
  id: string;
  obligation: string;
  year: number;
  period: Period;
  reportDate: string;
  openedAt: string;
  openedBecause: string;
  rules: Rules;
  isReleased: boolean;
  setSize: number;
}

export interface NewRequest {
  state: RequestState;
  workflowId: string;
  language: Language;
}

/** The workflow that carries some of a cycle's requests. */
export interface StoredSet {
  workflowId: string;
  requestIds: string[];
}

export interface CycleProgress {
  asked: number;
  /** Whole: what was answered in part is counted apart. */
  answered: number;
  inPart: number;
  open: number;
  /** The latest closing instant of the cycle's requests. */
  closeAt: string;
}

/** A request with the rules and the report date of its cycle. */
export interface RunningRequest {
  requestId: string;
  party: string;
  cycleId: string;
  obligation: string;
  workflowId: string;
  stage: Stage;
  plan: Plan;
  rules: Rules;
  reportDate: string;
  clockStartedAt: string | null;
  answeredAt: string | null;
}

/** Cycles and the opening and release of their requests. */
export interface Cycles {
  /**
   * Writes a cycle with its requests, once: where the cycle is there already nothing is changed. Returns the sets as
   * they are on record, with the rules that the cycle was opened with.
   */
  openCycle(cycle: NewCycle, requests: NewRequest[]): Promise<{ sets: StoredSet[]; rules: Rules; isNew: boolean }>;

  /** How far a cycle is; null if there is no such cycle. */
  findProgress(cycleId: string): Promise<CycleProgress | null>;

  /** Every request that is not closed, with what a new plan needs to know. */
  findRunning(): Promise<RunningRequest[]>;

  /** The same of one request, closed or not. */
  findWithCycle(requestId: string): Promise<RunningRequest | undefined>;

  findCycle(cycleId: string): Promise<
    | {
        id: string;
        isReleased: boolean;
        obligation: string;
        year: number;
        period: string;
        reportDate: string;
        setSize: number;
        rules: Rules;
        openedAt: string;
        closedAt: string | null;
        openedBecause: string;
      }
    | undefined
  >;

  findCycles(): Promise<
    {
      id: string;
      isReleased: boolean;
      obligation: string;
      year: number;
      period: string;
      reportDate: string;
      setSize: number;
      rules: Rules;
      openedAt: string;
      closedAt: string | null;
      openedBecause: string;
    }[]
  >;

  closeCycle(cycleId: string, at: string): Promise<void>;

  /** Marks first notes as released; those released before are returned again, so that a lost signal is repeated. */
  releaseRequests(cycleId: string, requests: string[] | null, by: string, at: string): Promise<StoredSet[]>;
}
