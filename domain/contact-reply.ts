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
    '(?:sont|restent|demeurent)(?: toujours)? (?:exact\\w{0,25}|correct\\w{0,25}|valable\\w{0,25}|valide\\w{0,25}|a jour|les memes)|inchange\\w{0,25}|en ordre|tout est (?:exact|correct|en ordre)',
  ].join('|')})\\b`,
);
/** `Confirmed.`, `Conforme, muchas gracias.` */
const AGREES =
  /(?:^|[.,:;] )(?:(?:we|i|hereby|nous|je|se|todo|tudo|(?:the|la|a) (?:mission|mision|missao)) )*(?:confirm\w{0,25}|conforme|de acuerdo|de acordo|d[’']accord)(?: (?:todo|tudo|tout|all))?(?=[.,;!]|$)/;
const CONFIRMS_CONTACTS =
  /\bconfirm\w{0,20}\b[^.;]{0,80}\b(?:contact\w{0,20}|contat\w{0,20}|coordonnees|datos|dados|data|details|direccion(?:es)?|enderecos?|adresses?|list[ae]?)\b/;
/** A mail that is said to have come, and words that ask for a confirmation, confirm nothing. */
const NO_CONFIRMATION =
  /\bconfirm\w{0,20}(?: [\w’']{1,40}){0,3}? (?:receipt|reception|having received|recibo|recepcion|haber recibido|recebimento|recepcao|ter recebido|avoir (?:bien )?recu)\b|\b(?:request|ask|solicit|pid[ei]|ped[ei]|demand|pri(?:e|ait))\w{0,25}(?: [\w’']{1,40}){0,4}? confirm\w{0,25}/g;
/** What is up to date is not being updated. */
const UP_TO_DATE =
  /\b(?:up to date|(?:estan|se encuentran|estao|encontram-se) (?:de[bv]idamente )?(?:actualizad|atualizad)[oa]s)\b/g;
/** Every note closes with the same words; none of them goes on to anything. */
const CLOSING_WORDS =
  /\b(?:mas|mais|plus) (?=(?:alt[ao]|haute|elevad[ao]|elevee|distinguid[ao]|distinguee|distint[ao]|cordia|atent|sincer|respe))/g;
/** Words that may take the confirmation back, or go on to something else. */
const DOUBTS =
  /@|\b(?:not|no longer|except|however|but|instead|new|successor|replac\w{0,25}|succeed\w{0,25}|updat(?:e|es|ed|ing)|following|below|attached|salvo|excepto|pero|sino|nuev[oa]s?|sucesor\w{0,25}|reemplaz\w{0,25}|sustitu\w{0,25}|actualiz\w{0,25}|sera|seran|ahora|siguientes?|adjunt\w{0,25}|nao|exceto|mas|nov[oa]s?|sucessor\w{0,25}|substitu\w{0,25}|atualiz\w{0,25}|agora|seguintes?|anex\w{0,25}|sauf|mais|nouve\w{0,25}|successeur\w{0,25}|remplac\w{0,25}|pas|plus|mise a jour|desormais|suivante?s?|ci-(?:joint\w{0,25}|dessous|apres))\b/;
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
