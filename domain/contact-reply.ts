import { fold } from './fold.js';
import { ownWordsOf } from './reply-preview.js';

/*
 * Whether a mission's reply says that the contacts on file are correct, and nothing else. Whatever may name a successor, or an exception,
 * goes to a person.
 */

/** That nothing has changed, which is said with a no that says no to nothing. */
const UNCHANGED = new RegExp(
  [
    'no changes?|(?:have|has) not changed',
    '(?:sin|no hay|no existen|no se (?:registran|requieren?|han producido)) (?:ningun[oa]? )?(?:cambios?|modificacion(?:es)?|variacion(?:es)?)(?: algun[oa])?',
    'no (?:se )?(?:ha|han) (?:cambiado|modificado|variado)',
    '(?:sem|nao ha|nao houve) (?:nenhuma )?(?:alteracao|alteracoes|mudancas?|modificacao|modificacoes)|nao (?:mudaram|mudou|foram alterados)',
    "(?:sans|aucun|pas de|(?:il )?n[’']y a (?:pas de|aucun)) changement|aucune modification|n[’'](?:a|ont) pas (?:change|ete modifiee?s?)",
  ].join('|'),
  'g',
);
/** That what is on file holds. */
const HOLDS = new RegExp(
  `\\b(?:${[
    '(?:are|is|remain) (?:all )?(?:correct|unchanged|in order|valid|current|up to date)',
    'correct[oa]s?|(?:siguen|continuan) (?:siendo )?(?:l[oa]s mism[oa]s|vigentes)|vigentes?|vigencia|(?:estan|se encuentran) (?:debidamente )?actualizad[oa]s|al dia|en orden',
    'corret[oa]s?|(?:continuam|permanecem|sao)(?: a ser)? [oa]s mesm[oa]s|valid[oa]s|inalterad[oa]s|(?:estao|encontram-se) (?:devidamente )?atualizad[oa]s|em dia|em ordem|tudo certo',
    '(?:sont|restent|demeurent)(?: toujours)? (?:exact\\w*|correct\\w*|valable\\w*|valide\\w*|a jour|les memes)|inchange\\w*|en ordre|tout est (?:exact|correct|en ordre)',
  ].join('|')})\\b`,
);
/** `Confirmed.`, `Conforme, muchas gracias.` */
const AGREES =
  /(?:^|[.,:;] )(?:(?:we|i|hereby|nous|je|se|todo|tudo|(?:the|la|a) (?:mission|mision|missao)) )*(?:confirm\w*|conforme|de acuerdo|de acordo|d[’']accord)(?: (?:todo|tudo|tout|all))?(?=[.,;!]|$)/;
const CONFIRMS_CONTACTS =
  /\bconfirm\w*\b[^.;]{0,80}\b(?:contact\w*|contat\w*|coordonnees|datos|dados|data|details|direccion(?:es)?|enderecos?|adresses?|list[ae]?)\b/;
/** A mail that is said to have come, and words that ask for a confirmation, confirm nothing. */
const NO_CONFIRMATION =
  /\bconfirm\w*(?: [\w’']+){0,3}? (?:receipt|reception|having received|recibo|recepcion|haber recibido|recebimento|recepcao|ter recebido|avoir (?:bien )?recu)\b|\b(?:request|ask|solicit|pid[ei]|ped[ei]|demand|pri(?:e|ait))\w*(?: [\w’']+){0,4}? confirm\w*/g;
/** What is up to date is not being updated. */
const UP_TO_DATE =
  /\b(?:up to date|(?:estan|se encuentran|estao|encontram-se) (?:de[bv]idamente )?(?:actualizad|atualizad)[oa]s)\b/g;
/** Every note closes with the same words; none of them goes on to anything. */
const CLOSING_WORDS =
  /\b(?:mas|mais|plus) (?=(?:alt[ao]|haute|elevad[ao]|elevee|distinguid[ao]|distinguee|distint[ao]|cordia|atent|sincer|respe))/g;
/** Words that may take the confirmation back, or go on to something else. */
const DOUBTS =
  /@|\b(?:not|no longer|except|however|but|instead|new|successor|replac\w*|succeed\w*|updat(?:e|es|ed|ing)|following|below|attached|salvo|excepto|pero|sino|nuev[oa]s?|sucesor\w*|reemplaz\w*|sustitu\w*|actualiz\w*|sera|seran|ahora|siguientes?|adjunt\w*|nao|exceto|mas|nov[oa]s?|sucessor\w*|substitu\w*|atualiz\w*|agora|seguintes?|anex\w*|sauf|mais|nouve\w*|successeur\w*|remplac\w*|pas|plus|mise a jour|desormais|suivante?s?|ci-(?:joint\w*|dessous|apres))\b/;
/** A letter that confirms is short; a longer one says more. */
const LONGEST = 2000;

/** True only for words that confirm in one of the four languages and leave nothing open. */
export function confirmsContacts(text: string): boolean {
  const own = ownWordsOf(text);
  if (own.length > LONGEST) return false;
  const folded = fold(own)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(CLOSING_WORDS, '')
    .replaceAll(NO_CONFIRMATION, ' ')
    .trim();
  const rest = folded.replaceAll(UNCHANGED, ' ');
  const isConfirmed = rest !== folded || [HOLDS, AGREES, CONFIRMS_CONTACTS].some((words) => words.test(rest));
  const isOpen = DOUBTS.test(rest.replaceAll(UP_TO_DATE, ' ')) || /(?:^|[.\s])no\b/.test(rest);
  return isConfirmed && !isOpen;
}
