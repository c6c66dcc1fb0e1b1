/** One thing that is wrong in a mandate file, told so that it can be put right without reading code. */
export interface Fault {
  /** Path inside the mandates folder: `parties/member-states.yaml`. */
  file: string;
  /** Line in that file, from 1. */
  line: number;
  /** Path to the value: `states[6].zone`; empty for the file as a whole. */
  key: string;
  /** What is wrong, with the value found. */
  problem: string;
  /** What to do about it, as a full sentence. */
  remedy: string;
}

/** The mandate files cannot be used. `faults` holds every fault of every file; the message lists them all. */
export class CatalogueInvalid extends Error {
  override readonly name = 'CatalogueInvalid';

  constructor(readonly faults: Fault[]) {
    super(formatFaults(faults));
  }
}

/** All faults as text, two lines each: where and what, then what to do. */
export function formatFaults(faults: Fault[], place = 'the mandate files'): string {
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  const lines = faults.map(({ file, line, key, problem, remedy }) => {
    const where = key === '' ? '' : `${key}: `;
    return `  ${file}:${line}  ${where}${problem}\n    ${remedy}`;
  });
  return [`${count} in ${place}`, ...lines].join('\n');
}
