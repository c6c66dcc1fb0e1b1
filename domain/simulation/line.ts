/** One line of a simulated year. */
export interface SimulatedLine {
  at: string;
  /**
   * `changed` are dates that moved, `decided` is the Coordinator's word on what waited, `refused` is an act of the script that the
   * service refuses, `ignored` is what met nothing, `milestone` is what the script tells of a day.
   */
  kind: 'mail' | 'task' | 'received' | 'changed' | 'decided' | 'refused' | 'ignored' | 'closed' | 'milestone';
  /** '' for what concerns no party alone. */
  party: string;
  requests: string[];
  /** The rung, or `acknowledgement`: to the sender, and of what a capital has sent to its mission as well. */
  rung: string;
  /** Contact id of the recipient; null for what is not a mail. */
  to: string | null;
  because: string;
}
