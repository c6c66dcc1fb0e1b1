import type { IsoDate, Language, PartyKind } from '../domain/mandate.js';
import { formatDate } from './dates.js';
import { addresseeLines, bodyOf, referenceOf } from './note-form.js';
import { mailOf } from './rendered-mail.js';
import type { RenderedMail } from './rendered-mail.js';
import { printable, typeset } from './typography.js';
import { wordingOf } from './wording.js';

/** What a mail to a mission on its party's contacts is written from, in the language of correspondence. */
export interface ContactMailWords {
  language: Language;
  party: { kind: PartyKind; name: string; mission: { long: string; short: string } };
  office: { unit: string; reference: string; city: string };
  addressee: string;
  /** The date printed: that of headquarters on the day of sending. */
  date: IsoDate;
  /** `AG/RES. 2019 (XXXIV-O/04)`. */
  symbol: string;
  /** Those in use, in the order of the files. */
  contacts: { name: string; address: string }[];
  replyAddress: string;
  link: string;
}

interface ContactNoteWords extends ContactMailWords {
  /** The day on which the requests will leave. */
  openingDate: IsoDate;
}

interface ContactReceiptWords extends ContactMailWords {
  /** The date at headquarters on which the mission's mail came. */
  receivedDate: IsoDate;
}

/** The note verbale that asks a mission to confirm its party's contacts: subject, plain text and HTML. */
export function renderContactNote(words: ContactNoteWords): RenderedMail {
  return render('contacts-note', words, { openingDate: formatDate(words.openingDate, words.language) });
}

/** What is on file after a mission has confirmed or replaced contacts by mail: subject, plain text and HTML. */
export function renderContactReceipt(words: ContactReceiptWords): RenderedMail {
  return render('ack-contacts-note', words, { receivedDate: formatDate(words.receivedDate, words.language) });
}

function render(kind: 'contacts-note' | 'ack-contacts-note', words: ContactMailWords, own: object): RenderedMail {
  const { language, party, office, contacts, replyAddress, link } = words;
  const wording = wordingOf(language);
  const set = (text: string): string => typeset(text, language);
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
    shortSymbol: words.symbol.split(' (')[0],
    contacts: contacts.map(({ name, address }) => `- ${printable(name)} <${address}>`).join('\n'),
    replyAddress,
    link,
    ...own,
  });
  return mailOf(source, { kind, language }, [
    { text: link, href: link },
    { text: replyAddress, href: `mailto:${replyAddress}` },
  ]);
}
