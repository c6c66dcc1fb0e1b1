import type { PartyKind } from '../domain/mandate.js';
import type { PostWords, RequestPost } from './post-words.js';
import { typeset } from './typography.js';
import type { Wording } from './wording.js';

/* The parts that notes and letters of every kind have. */

/** Who answers without being a contact on file has no function that we know: then the state alone. */
export function addresseeLines({
  addressee,
  party,
  language,
}: Pick<PostWords, 'addressee' | 'language'> & { party: { name: string } }): string {
  return [addressee, party.name]
    .filter((line) => line !== '')
    .map((line) => `| ${typeset(line, language)}`)
    .join('\n');
}

/** How the mission is called: an observer's has another name. */
export function bodyOf({ party }: { party: { kind: PartyKind } }, wording: Wording): string {
  return wording.phrase(party.kind === 'permanent-observer' ? 'bodyObserver' : 'bodyMember', {});
}

const BLANK_NUMBER = '____';

/** The note's number; a blank for a pen where a person has given none. */
export function referenceOf(
  post: Pick<RequestPost, 'number' | 'date' | 'office' | 'language'>,
  wording: Wording,
): string {
  if (post.number !== null) return post.number;
  const year = post.date.slice(0, 4);
  return wording.phrase('reference', {
    prefix: typeset(post.office.reference, post.language).replace(/ $/, '\u00a0'),
    blank: BLANK_NUMBER,
    year,
    shortYear: year.slice(2),
  });
}
