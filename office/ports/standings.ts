import type { IsoDate } from '../../domain/mandate.js';
import type { StandingFinding, StandingWord } from '../../domain/standing.js';

/** Which answers of capitals were copied to their missions, and what these have said of them. */
export interface Standings {
  /** Fixes the day until which the mission may object, once. Returns the one that holds. */
  fixUntil(submissionId: string, until: IsoDate, at: string): Promise<IsoDate>;

  /** Records a word of the mission; a repeat changes nothing. */
  say(word: { id: string; submissionId: string; contact: string } & StandingWord): Promise<void>;

  find: (
    submissionIds: readonly string[],
    on: { today: IsoDate; at: string },
  ) => Promise<Map<string, StandingFinding & { until: IsoDate }>>;
}
