import { fold } from './fold.js';
import type { Contact } from './mandate.js';
import { previewOf } from './reply-preview.js';
import { domainOf, isPublicDomain } from './sender.js';
import { paragraphsOf } from './sentence.js';

/*
 * Whom a text names as the new contact of its party, in the words that officials use in four languages. A reading of words
 * waits for the Coordinator, beside the sentence that it was read from; only what a mission says in full takes effect by itself
 * (docs/decisions/0025). What is quoted, and the signature, is left alone.
 */

export interface NamedSuccessor {
  /** With the form of address, as it was written; '' where none can be told. */
  name: string;
  /** In small letters; '' where none is given: nobody can be written to before a person has asked for it. */
  address: string;
  /** The address of a contact on file that stands beside it: whoever is replaced. */
  replaces: string | null;
  isAlternate: boolean;
  /** The sentence, as it was written. */
  sentence: string;
  /** The writer names itself. */
  isItself: boolean;
  /** The text holds no other address that is not on file: whoever else is named is not passed over. */
  isOnlyOne: boolean;
  /** The sentence gives a day, which may lie ahead. */
  isDated: boolean;
}

export interface SuccessorSource {
  text: string;
  /** Who has written: whoever says `I am the new focal point` names itself. */
  sender: string;
  senderName: string;
  /** Addresses of the party's contacts, in small letters. */
  known: ReadonlySet<string>;
  /** Addresses of ours, which every quoted note holds. */
  isOurs: (address: string) => boolean;
}

/** Who is named stands near the beginning; a text of megabytes is a file. */
const READ_CHARACTERS = 20_000;
/** Hostile text costs no more than its length. */
const SENTENCE_CHARACTERS = 1000;

/** The first person whom a text names as a new contact; null where it names none. A question and a denial name nobody. */
export function readSuccessor(source: SuccessorSource): NamedSuccessor | null {
  const sentences = sentencesIn(source.text);
  for (const [index, sentence] of sentences.entries()) {
    const folded = foldedStart(sentence);
    if (sentence.endsWith('?') || DENIED.test(folded) || !ROLE.test(folded)) continue;
    const speaksOfItself = SELF.test(folded);
    if (!speaksOfItself && !CHANGED.test(folded)) continue;
    // The name and the address stand behind a colon, in a sentence of their own, as often as not.
    const parts = sentences.slice(index, index + 3).map((part) => part.slice(0, SENTENCE_CHARACTERS));
    const found = speaksOfItself ? itself(source) : inParts(parts, source);
    if (found === null) continue;
    const isAlternate = ALTERNATE.test(folded);
    const isOnlyOne = countUnknown(sentences, source) === 1;
    return { ...found, isAlternate, sentence, isItself: speaksOfItself, isOnlyOne, isDated: isDated(sentence) };
  }
  return null;
}

/** `as of January 1`, `desde el 1.º de enero`, `01/12/2026`: any number that stands in no address. */
function isDated(sentence: string): boolean {
  return /\p{Nd}/u.test(sentence.replaceAll(ADDRESS, ''));
}

function countUnknown(sentences: readonly string[], { known, isOurs, sender }: SuccessorSource): number {
  const own = sender.trim().toLowerCase();
  const addresses = sentences.flatMap(addressesIn).filter((one) => one !== own && !known.has(one) && !isOurs(one));
  return new Set(addresses).size;
}

/** Whether a text speaks of contacts at all: where it does not nobody is named, and nothing need be looked up. */
export function mayNameSuccessor(text: string): boolean {
  return sentencesIn(text).some((sentence) => ROLE.test(foldedStart(sentence)));
}

function sentencesIn(text: string): string[] {
  const paragraphs = paragraphsOf(keepTitles(previewOf(text).slice(0, READ_CHARACTERS)));
  return paragraphs.flat().map((sentence) => sentence.replaceAll(HELD_STOP, '.'));
}

function foldedStart(sentence: string): string {
  return fold(sentence.slice(0, SENTENCE_CHARACTERS));
}

/** Whose place the successor takes: whoever is named beside it, else the contact of the role; null where the party has none. */
export function replacedBy<Entry extends Pick<Contact, 'role' | 'address'>>(
  { replaces, isAlternate }: Pick<NamedSuccessor, 'replaces' | 'isAlternate'>,
  contacts: readonly Entry[],
): Entry | null {
  const named = contacts.find(({ address }) => address.toLowerCase() === replaces);
  const roles: readonly Contact['role'][] = isAlternate ? ['alternate'] : ['capital', 'secretariat', 'mission'];
  const ofRole = roles.flatMap((role) => contacts.filter((one) => one.role === role));
  return named ?? ofRole[0] ?? null;
}

/** What stands behind a name, beside the words. */
export interface NamingProof {
  /** The mission has written, and nothing speaks against it. */
  isMission: boolean;
  /** It answers the question whether the contacts are right. */
  isAsked: boolean;
  /** Every contact of the party there is or was. */
  contacts: readonly Pick<Contact, 'address'>[];
}

/**
 * Whether a successor takes the place without a person's word: the mission names it, in full, and one alone; asked for its contacts,
 * or at a domain that the party uses already. A writer who names
 * himself, a day that may lie ahead, and a mailbox that anybody can have wait for a person.
 */
export function isTakenAtOnce(
  { name, address, isItself, isOnlyOne, isDated }: NamedSuccessor,
  { isMission, isAsked, contacts }: NamingProof,
): boolean {
  if (!isMission || isItself || isDated || !isOnlyOne || name === '' || address === '') return false;
  const domain = domainOf(address);
  return isAsked || (!isPublicDomain(domain) && contacts.some((one) => domainOf(one.address.toLowerCase()) === domain));
}

type Found = Pick<NamedSuccessor, 'name' | 'address' | 'replaces'>;

function itself({ sender, senderName, known }: SuccessorSource): Found | null {
  const address = sender.trim().toLowerCase();
  return known.has(address) ? null : { name: senderName.trim(), address, replaces: null };
}

function inParts(parts: readonly string[], { known, isOurs }: SuccessorSource): Found | null {
  const [first = ''] = parts;
  for (let count = 1; count <= parts.length; count += 1) {
    const text = parts.slice(0, count).join(' ');
    const addresses = addressesIn(text).filter((address) => !isOurs(address));
    const address = addresses.find((one) => !known.has(one));
    if (address === undefined) continue;
    const replaces = addresses.find((one) => known.has(one)) ?? null;
    return { name: nameIn(text, address), address, replaces };
  }
  const name = titledNameIn(first);
  return name === '' ? null : { name, address: '', replaces: null };
}

const ADDRESS = /[\p{L}\d._%+'-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,9}/gu;

function addressesIn(text: string): string[] {
  return [...text.matchAll(ADDRESS)].map(([address]) => address.toLowerCase());
}

const TITLE = '(?:Ms|Mrs|Mr|Miss|Dr|Dra|Sr|Sra|Srta|Lic|Licda|Lcda|Ing|Abg|Mag|Mtra|Mtro|Prof|Profa|Amb|Mme|Mlle|M)';
/** Not the label of the next line, which is joined to this one. */
const WORD = "\\p{Lu}[\\p{L}'’-]{1,40}(?![\\p{L}'’-]|\\s?:)";
const PARTICLE = '(?:de la|de los|de las|de|del|la|da|do|dos|das|di|van|von|du|des|y|e)';
/** At least two words in capital letters at their beginning. */
const PERSON = `${WORD}(?: (?:${PARTICLE} )?(?:${WORD}|\\p{Lu}\\.)){1,5}`;
const TITLED = new RegExp(
  `(?<!\\p{L})(${TITLE}\\.? (?:${TITLE}\\.? )?(?:${PERSON}|${WORD})|(?:Señora?|Senhora?|Madame|Monsieur|Doña|Don|Dona|Maître) ${PERSON})`,
  'u',
);
const ALL_TITLED = new RegExp(TITLED, 'gu');
const LABELLED = new RegExp(
  `(?<!\\p{L})(?:Name|Nombre|Nome|Nom)(?: completo| complet)? ?: ?((?:${TITLE}\\.? )?${PERSON})`,
  'u',
);
/** Behind the verb: `is now Jane Roe`, `es ahora María Quispe`. */
const BEHIND_VERB = new RegExp(
  `(?:is|be|by|as|to|es|ser|será|sera|por|a|é|est|par|à|:|,) (?:now |henceforth |ahora |agora |désormais |el |la |o |le )?(${PERSON})`,
  'gu',
);

/** Right before an address, with what stands between the two. */
const TOUCHING = new RegExp(`(${PERSON})[\\s,;:–—-]{0,20}(?:\\(|<|e-?mail:?|correo:?){0,3}$`, 'u');
const TOUCHES = 400;

function titledNameIn(text: string): string {
  return TITLED.exec(text)?.[1] ?? '';
}

/** The name that stands nearest before the address; the one that is labelled or bears a form of address first. */
function nameIn(text: string, address: string): string {
  const at = text.toLowerCase().indexOf(address);
  const before = text.slice(0, at);
  const titled = [...before.matchAll(ALL_TITLED)].at(-1)?.[1];
  const labelled = LABELLED.exec(text)?.[1];
  const touching = TOUCHING.exec(before.slice(-TOUCHES).trimEnd())?.[1];
  const behind = [...before.matchAll(BEHIND_VERB)].at(-1)?.[1];
  return (labelled ?? titled ?? touching ?? behind ?? titledNameIn(text.slice(at))).trim();
}

/** A full stop behind a form of address or an initial ends no sentence. */
const HELD_STOP = '\u2024';
const SHORTENED = new RegExp(`(?<!\\p{L})(${TITLE}|\\p{Lu})\\.(?=\\s+\\p{Lu})`, 'gu');
function keepTitles(text: string): string {
  return text.replace(SHORTENED, `$1${HELD_STOP}`);
}

/* Folded: without accents, in small letters. */

/** Whoever is written to. */
const ROLE =
  /\b(?:focal points?|points? of contact|contact (?:point|person)s?|(?:new|our|the|your) contact|liaison|alternate|puntos? focal(?:es)?|puntos? de contacto|(?:persona|nuevo|nuestro) (?:de )?contacto|enlaces?|suplente|pontos? foca(?:l|is)|pontos? de contato|(?:pessoa de|novo|nosso) contato|points? foca(?:l|ux)|points? de contact|personne de contact|(?:nouveau|notre) contact|correspondante?|interlocut\w{1,25}|suppleante?)\b/;

/** That somebody else is it now. */
const CHANGED = new RegExp(
  `\\b(?:${[
    'now|new|newly|henceforth|from now on|as (?:of|from)|effective|replac\\w{0,25}|succe(?:ed|ss)\\w{0,25}|designat\\w{0,25}|appoint\\w{0,25}|nominat\\w{0,25}|instead|took over|has taken over|changed',
    'ahora|nuev[oa]s?|en adelante|en lo sucesivo|a partir|reemplaz\\w{0,25}|sustitu\\w{0,25}|suced\\w{0,25}|sucesor\\w{0,25}|design\\w{0,25}|nombr(?:o|ad[oa]|amiento|amos)|sera|cambi(?:o|ado)|asumi\\w{0,25}|actualiz\\w{0,25}',
    'agora|nov[oa]s?|doravante|substitu\\w{0,25}|sucess\\w{0,25}|nome(?:ou|ad[oa]|acao)|passa a ser|passou a ser|mudou|atualiz\\w{0,25}',
    'desormais|dorenavant|nouve\\w{1,25}|a compter|remplac\\w{0,25}|succed\\w{0,25}|successeur\\w{0,25}|nomm\\w{0,25}|designe\\w{0,25}|change',
  ].join('|')})\\b`,
);

/** The writer says it of itself. */
const SELF =
  /\b(?:i am (?:now )?(?:the|your|its)?|i have (?:been (?:appointed|designated|named)|taken over|replaced|succeeded)|i (?:was|will be) (?:appointed|designated|named|the)|(?:yo )?soy (?:ahora )?(?:el|la)|he sido (?:designad|nombrad)[oa]|fui (?:designad|nombrad|nomead)[oa]|he asumido|sou (?:agora )?[oa]|assumi|je suis (?:desormais |maintenant )?(?:le|la)|j[’']ai ete (?:designe|nomme)e?|je remplace)\b.{0,60}\b(?:new|focal point|contact|punto focal|enlace|ponto focal|point focal)/;

const ALTERNATE = /\b(?:alternate|deputy focal|suplente|alterno|substitut[oa]|suppleante?)\b/;

/** That nothing has changed, or that somebody is still to be found. */
const DENIED =
  /\b(?:remains?|still|unchanged|has not|have not|not yet|no new|sigue(?:n)? siendo|continua(?:n)? siendo|permanece|no ha(?:n)? (?:cambiado|sido)|aun no|todavia no|se mantiene|continua a ser|nao (?:mudou|foi|houve)|ainda nao|reste|demeure|n[’']a pas|pas encore|inchange\w{0,25}|will (?:soon )?be (?:designated|appointed|named|communicated)|sera (?:designad|nombrad|comunicad|nomead)[oa]|sera (?:designe|nomme|communique)e?)\b/;
