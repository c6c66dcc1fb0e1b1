import { cut, wellFormed, wellFormedAll } from '../../domain/text.js';

/** No text of the record is longer, in characters: a rendered mail of a hundred requests has a tenth of it. */
const MOST = 4_000_000;

/**
 * A value as PostgreSQL takes it. Every value of every statement passes here (`database.ts`): halves of characters and U+0000 would fail
 * the statement, and whatever is tried again with them would fail for ever.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return cut(wellFormed(value), MOST);
  return wellFormedAll(value, MOST);
}

/** The JSON of a value for a `jsonb` column. `JSON.stringify` alone would hide in escapes what `storable` mends. */
export function toJson(value: unknown): string {
  return JSON.stringify(wellFormedAll(value, MOST));
}
