import { fold } from './fold.js';
import { ownWordsOf } from './reply-preview.js';

/*
 * Whether a mail says thanks, or that ours has come, and nothing else. Such a mail asks nobody to decide anything. Whatever is not known
 * to be a courtesy makes it a message like any other: a thanks too many costs a click, an overlooked wish costs a deadline.
 */

/** A courtesy is short; a longer text says more. */
const LONGEST = 600;
/** Name, function, office, city. */
const SIGNATURE_LINES = 6;

/** True only for a text in one of the four languages of which every part is a courtesy, one of them a thanks or a receipt. */
export function isOnlyCourtesy(text: string): boolean {
  const own = ownWordsOf(text).trim();
  if (own === '' || own.length > LONGEST || /[?\p{Nd}@]|https?:/u.test(own)) return false;
  const lines = own.split(/\n+/).map((line) => line.trim());
  const last = lines.findLastIndex((line) => piecesOf(line).every(isCourteous));
  const signature = lines.slice(last + 1);
  const said = lines.slice(0, last + 1).flatMap(piecesOf);
  return (
    said.every(isCourteous) &&
    said.some((piece) => THANKS.test(piece) || RECEIVED.test(piece)) &&
    signature.length <= SIGNATURE_LINES &&
    signature.every((line) => SIGNED.test(line))
  );
}

function piecesOf(line: string): string[] {
  return fold(line)
    .split(/[.,;:!¡]+/)
    .map((piece) => piece.replaceAll(/\s+/g, ' ').trim())
    .filter((piece) => piece !== '');
}

function isCourteous(piece: string): boolean {
  return !MORE.test(piece) && [GREETING, THANKS, RECEIVED, WISHES].some((courtesy) => courtesy.test(piece));
}

/** That something follows, is missing, was done or is wanted: no courtesy alone. */
const MORE =
  /\b(?:but|however|yet|until|wait\w{0,25}|need\w{0,25}|will|shall|would|could|can(?:not)?|not|no|send\w{0,25}|sent|forward\w{0,25}|transmit\w{0,25}|attach\w{0,25}|extension|delay|help|pero|sin embargo|aunque|hasta|espera\w{0,25}|necesit\w{0,25}|requer\w{0,25}|remit\w{0,25}|envi\w{0,25}|traslad\w{0,25}|transmit\w{0,25}|adjunt\w{0,25}|prorroga|plazo|ayuda|mas|porem|ate|precis\w{0,25}|encaminh\w{0,25}|anex\w{0,25}|prazo|ajuda|mais|cependant|toutefois|jusqu\w{0,25}|besoin|transm\w{0,25}|achemin\w{0,25}|joint\w{0,25}|delai|aide|pas|ne)\b/;

const GREETING =
  /^(?:estimad[oa]s?|distinguid[oa]s?|buen(?:os|as) (?:dias?|tardes|noches)|hola|dear|good (?:morning|afternoon|evening|day)|hello|prezad[oa]s?|car[oa]s?|bom dia|boa (?:tarde|noite)|ola|bonjour|bonsoir|madame|monsieur|mesdames|messieurs|chere?s?|senor\w{0,25}|senhor\w{0,25}|sir|madam|colegas?|collegues?|colleagues?)(?: [\p{L}’'/]{1,40}){0,6}$/u;
const THANKS =
  /^(?:[\p{L}’']{1,40} ){0,3}?(?:gracias|agradec\w{1,25}|agradezco|thanks?|obrigad[oa]s?|merci|remerci\w{1,25}|grat[oa]s?)(?: (?:you|vous|a usted(?:es)?|very much|so much|muito|beaucoup|bien|de antemano|again|nuevamente|de nuevo|novamente|a nouveau))*(?: (?:for|por|pel[oa]s?|pour|de|du|a|la|el|o|su|your)(?: [\p{L}’']{1,40}){0,6})?$/u;
const RECEIVED =
  /^(?:(?:[\p{L}’']{1,40} ){0,6}?(?:acus\w{1,25}|confirm\w{1,25}|acknowledg\w{1,25}|accus\w{1,25})(?: de| la| the| el| o| bonne)*(?: recib\w{0,25}| recepcion| receipt| recebimento| reception)|recibid[oa]s?|(?:well )?received|recebid[oa]s?|(?:bien )?recue?s?|enterad[oa]s?|noted|tomamos nota|we take note|duly noted|nous prenons note)(?: [\p{L}’']{1,40}){0,10}$/u;
const WISHES =
  /^(?:(?:un |muy |reciban? |com |bien |with |yours |kind |best |warm )*(?:saludos?|cordial\w{0,25}|atentamente|atenciosamente|respetuosamente|respeitosamente|regards|wishes|sincerely|faithfully|truly|cordialement|salutations|respectueusement|abracos?|abrazos?|best|cumprimentos|atte|att))(?: [\p{L}’']{1,40}){0,4}$/u;
/** Capital letters and the small words between them: a name, a function, an office. */
const SMALL =
  "de|del|la|las|los|el|da|do|dos|das|des|du|y|e|et|of|the|to|for|and|ante|junto|a|à|près|en|para|permanente?|l['’]\\p{L}+|d['’]\\p{Lu}\\p{L}+|[-–/,|]";
const SIGNED = new RegExp(`^(?:\\p{Lu}[\\p{L}.,’'-]*|${SMALL})(?:\\s+(?:\\p{Lu}[\\p{L}.,’'-]*|${SMALL}))*$`, 'u');
