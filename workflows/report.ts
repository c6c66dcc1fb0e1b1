import { book } from './activities.js';

export interface ReportInput {
  cycleId: string;
  because: string;
}

/** Compiles a report on command; the cycle compiles its own when it closes. */
export async function report({ cycleId, because }: ReportInput): Promise<{ reportId: number; sha256: string } | null> {
  return book.compileReport({ cycleId, at: new Date().toISOString(), because });
}
