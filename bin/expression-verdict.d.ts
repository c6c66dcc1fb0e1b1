import type { Expression, Found } from './expression.js';

export interface Allowed {
  file: string;
  source?: string;
  flags?: string;
  reason: string;
}
export function keyOf(expression: Pick<Expression, 'source' | 'flags'>): string;
export function faultOf(expression: Pick<Expression, 'source' | 'flags'>): Promise<string | null>;
export function review(
  project: Found,
  known: { allowed: readonly Allowed[]; verified: ReadonlySet<string> },
  judge?: (expression: Expression) => Promise<string | null>,
): Promise<{ faults: string[]; linear: string[] }>;
