import { cut, wellFormed, wellFormedAll } from '../../domain/text.js';

/** No text of the record is longer, in characters: a rendered mail of a hundred requests has a tenth of it. */
const MOST = 4_000_000;

/**
 * A value as PostgreSQL takes it. Every value of every statement passes here (`database.ts`): halves of characters and U+0000 would fail
 * the statement, and whatever is tried again with them would fail for ever.
 */
export function storable(value: unknown): unknown {
  if (typeof value !== 'string') return wellFormedAll(value, MOST);
  // What is cut of JSON is none any more.
  if (value.length > MOST && JSON_START.test(value)) throw new RangeError(TOO_MUCH);
  return cut(wellFormed(value), MOST);
}

const JSON_START = /^[[{]/;
const TOO_MUCH = `a list of more than ${MOST} characters cannot be kept in the record: whoever gives it has to bound it`;

/** The JSON of a value for a `jsonb` column. `JSON.stringify` alone would hide in escapes what `storable` mends. */
export function toJson(value: unknown): string {
  return JSON.stringify(wellFormedAll(value, MOST));
}
