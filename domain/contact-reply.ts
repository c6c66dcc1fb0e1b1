import { ownWordsOf } from './reply-preview.js';

/*
 * Whether a mission's reply says that the contacts on file are correct, and nothing else. Whatever may name a successor, or an exception,
 * goes to a person.
 */

const CONFIRMS =
  /\b(?:confirm\w*|(?:are|is|remain) (?:all )?(?:correct|unchanged|in order)|no changes?|sin cambios|correct[oa]s|estao corret[oa]s|corret[oa]s|sem (?:alteracoes|mudancas)|sont (?:exact|correct)\w*|inchange\w*|sans changement)\b/;
/** Words that may take the confirmation back, or go on to something else. */
const DOUBTS =
  /@|\b(?:not|no longer|except|however|but|instead|new|successor|replac\w*|succeed\w*|updat\w*|salvo|excepto|pero|sino|nuev[oa]s?|sucesor\w*|reemplaz\w*|sustitu\w*|actualiz\w*|nao|exceto|mas|nov[oa]s?|sucessor\w*|substitu\w*|atualiz\w*|sauf|mais|nouve\w*|successeur\w*|remplac\w*|pas|plus|mise a jour)\b/;
/** A letter that confirms is short; a longer one says more. */
const LONGEST = 2000;

/** True only for words that confirm in one of the four languages and leave nothing open. */
export function confirmsContacts(text: string): boolean {
  const own = ownWordsOf(text);
  if (own.length > LONGEST) return false;
  const folded = own.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ');
  // "No changes" says no to nothing.
  const rest = folded.replaceAll(/\b(?:no changes?|sin cambios|sem (?:alteracoes|mudancas)|sans changement)\b/g, ' ');
  return CONFIRMS.test(folded) && !DOUBTS.test(rest) && !/(?:^|[.\s])no\b/.test(rest);
}
