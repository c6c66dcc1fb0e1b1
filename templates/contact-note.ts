import type { IsoDate, Language, PartyKind } from '../domain/mandate.js';
import { formatDate } from './dates.js';
import { addresseeLines, bodyOf, mailOf, referenceOf } from './post.js';
import type { RenderedMail } from './post.js';
import { printable, typeset } from './typography.js';
import { wordingOf } from './wording.js';

/** What the note that asks a mission for its contacts is written from, in the language of correspondence. */
export interface ContactNoteWords {
  language: Language;
  party: { kind: PartyKind; name: string; mission: { long: string; short: string } };
  office: { unit: string; reference: string; city: string };
  addressee: string;
  /** The date printed: that of headquarters on the day of sending. */
  date: IsoDate;
  /** `AG/RES. 2019 (XXXIV-O/04)`. */
  symbol: string;
  /** The day on which the requests will leave. */
  openingDate: IsoDate;
  /** Those in use, in the order of the files. */
  contacts: { name: string; address: string }[];
  replyAddress: string;
  link: string;
}

/** The note verbale that asks a mission to confirm its party's contacts: subject, plain text and HTML. */
export function renderContactNote(words: ContactNoteWords): RenderedMail {
  const { language, party, office, contacts, replyAddress, link } = words;
  const wording = wordingOf(language);
  const set = (text: string): string => typeset(text, language);
  const kind = 'contacts-note';
  const source = wording.render(kind, {
    party: { name: set(party.name) },
    mission: { long: set(party.mission.long), short: set(party.mission.short) },
    body: bodyOf(words, wording),
    office: { unit: set(office.unit), city: office.city },
    addressee: addresseeLines(words),
    date: formatDate(words.date, language),
    note: wording.phrase('noteWithoutNumber', {}),
    reference: referenceOf({ ...words, number: null }, wording),
    symbol: words.symbol,
    shortSymbol: words.symbol.replace(/ \(.*$/, ''),
    openingDate: formatDate(words.openingDate, language),
    contacts: contacts.map(({ name, address }) => `- ${printable(name)} <${address}>`).join('\n'),
    replyAddress,
    link,
  });
  return mailOf(source, { kind, language }, [
    { text: link, href: link },
    { text: replyAddress, href: `mailto:${replyAddress}` },
  ]);
}
