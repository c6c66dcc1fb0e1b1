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
  /\b(?:but|however|yet|until|wait\w*|need\w*|will|shall|would|could|can(?:not)?|not|no|send\w*|sent|forward\w*|transmit\w*|attach\w*|extension|delay|help|pero|sin embargo|aunque|hasta|espera\w*|necesit\w*|requer\w*|remit\w*|envi\w*|traslad\w*|transmit\w*|adjunt\w*|prorroga|plazo|ayuda|mas|porem|ate|precis\w*|encaminh\w*|anex\w*|prazo|ajuda|mais|cependant|toutefois|jusqu\w*|besoin|transm\w*|achemin\w*|joint\w*|delai|aide|pas|ne)\b/;

const GREETING =
  /^(?:estimad[oa]s?|distinguid[oa]s?|buen(?:os|as) (?:dias?|tardes|noches)|hola|dear|good (?:morning|afternoon|evening|day)|hello|prezad[oa]s?|car[oa]s?|bom dia|boa (?:tarde|noite)|ola|bonjour|bonsoir|madame|monsieur|mesdames|messieurs|chere?s?|senor\w*|senhor\w*|sir|madam|colegas?|collegues?|colleagues?)(?: [\p{L}’'/]+){0,6}$/u;
const THANKS =
  /^(?:[\p{L}’']+ ){0,3}?(?:gracias|agradec\w+|agradezco|thanks?|obrigad[oa]s?|merci|remerci\w+|grat[oa]s?)(?: (?:you|vous|a usted(?:es)?|very much|so much|muito|beaucoup|bien|de antemano|again|nuevamente|de nuevo|novamente|a nouveau))*(?: (?:for|por|pel[oa]s?|pour|de|du|a|la|el|o|su|your)(?: [\p{L}’']+){0,6})?$/u;
const RECEIVED =
  /^(?:(?:[\p{L}’']+ ){0,6}?(?:acus\w+|confirm\w+|acknowledg\w+|accus\w+)(?: de| la| the| el| o| bonne)*(?: recib\w*| recepcion| receipt| recebimento| reception)|recibid[oa]s?|(?:well )?received|recebid[oa]s?|(?:bien )?recue?s?|enterad[oa]s?|noted|tomamos nota|we take note|duly noted|nous prenons note)(?: [\p{L}’']+){0,10}$/u;
const WISHES =
  /^(?:(?:un |muy |reciban? |com |bien |with |yours |kind |best |warm )*(?:saludos?|cordial\w*|atentamente|atenciosamente|respetuosamente|respeitosamente|regards|wishes|sincerely|faithfully|truly|cordialement|salutations|respectueusement|abracos?|abrazos?|best|cumprimentos|atte|att))(?: [\p{L}’']+){0,4}$/u;
/** Capital letters and the small words between them: a name, a function, an office. */
const SMALL =
  "de|del|la|las|los|el|da|do|dos|das|des|du|y|e|et|of|the|to|for|and|ante|junto|a|à|près|en|para|permanente?|l['’]\\p{L}+|d['’]\\p{Lu}\\p{L}+|[-–/,|]";
const SIGNED = new RegExp(`^(?:\\p{Lu}[\\p{L}.,’'-]*|${SMALL})(?:\\s+(?:\\p{Lu}[\\p{L}.,’'-]*|${SMALL}))*$`, 'u');
