import type { Absence } from '../../domain/absence.js';
import type { IsoDate } from '../../domain/mandate.js';

/** When the Coordinator is away: recorded once, never removed. */
export interface Absences {
  /** In the order of their days. */
  findAbsences(): Promise<Absence[]>;

  /** The Coordinator is back before the day that was planned. A repeat changes nothing. */
  comeBack(id: string, date: IsoDate, by: string): Promise<void>;

  /** A repeat changes nothing. */
  record({ id, fromDate, untilDate, deputy, authority, reason, by }: Absence, at: string): Promise<void>;
}
