import type { IsoDate, Language, PartyKind } from '../domain/mandate.js';
import { formatDate } from './dates.js';
import { addresseeLines, bodyOf, referenceOf } from './note-form.js';
import { mailOf } from './rendered-mail.js';
import type { RenderedMail } from './rendered-mail.js';
import { typeset } from './typography.js';
import { wordingOf } from './wording.js';

/** What the thanks for a pledge, or the question where it is, are written from, in the language of correspondence. */
export interface ThanksWords {
  language: Language;
  /** A note to a permanent mission, a letter to a secretariat. */
  form: 'note' | 'letter';
  party: { kind: PartyKind; name: string; mission: { long: string; short: string } };
  office: { unit: string; reference: string; city: string };
  addressee: string;
  /** The date printed: that of headquarters on the day of sending. */
  date: IsoDate;
  paragraph: number;
  /** `AG/RES. 2019 (XXXIV-O/04)`. */
  symbol: string;
  /** Of the obligation. */
  title: string;
  pledge: { amount: string; currency: string; date: IsoDate };
}

/** A figure is not torn from its currency, on whichever side it stands. */
const NO_BREAK = '\u00a0';

/** The thanks for a pledge: subject, plain text and HTML. They ask for nothing, so nothing in them is to be answered. */
export function renderThanks(words: ThanksWords): RenderedMail {
  return render(words, `thanks-${words.form}`);
}

/** Asks for a pledge that is not on record as paid. It presses for nothing: the money may have come, and be booked elsewhere. */
export function renderPledgeReminder(words: ThanksWords): RenderedMail {
  return render(words, `pledge-reminder-${words.form}`);
}

function render(words: ThanksWords, kind: string): RenderedMail {
  const { language, party, office, pledge } = words;
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
    paragraph: String(words.paragraph),
    symbol: words.symbol,
    shortSymbol: words.symbol.split(' (')[0],
    title: set(words.title),
    matter: wording.phrase('jointMatter', { title: set(words.title), period: pledge.date.slice(0, 4) }),
    pledgeDate: formatDate(pledge.date, language),
    money: wording
      .phrase('money', { figure: figureOf(pledge.amount, language), currency: pledge.currency })
      .replaceAll(' ', NO_BREAK),
  });
  return mailOf(source, { kind, language });
}

const LOCALES: Record<Language, string> = { en: 'en-US', es: 'es-419', pt: 'pt-BR', fr: 'fr-FR' };

/** `25,000`, in Portuguese `25.000`, in French `25 000`: with two places of cents only where there are any. */
function figureOf(amount: string, language: Language): string {
  const places = amount.includes('.') ? 2 : 0;
  const format = new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    useGrouping: 'always',
  });
  return format.format(Number(amount));
}
