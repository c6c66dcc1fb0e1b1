import { deadline } from '../../domain/deadline.js';
import type { DeadlineStep } from '../../domain/deadline.js';
import { applyLedger } from '../../domain/ledger.js';
import { LANGUAGES } from '../../domain/mandate.js';
import type { Language } from '../../domain/mandate.js';
import { proofWords } from '../../templates/date-proof.js';
import type { CountedFrom } from '../../templates/date-proof.js';
import { renderPost } from '../../templates/post.js';
import { wordingOf } from '../../templates/wording.js';
import { HEADQUARTERS } from '../domain/fixture.js';
import { samplePost } from './sample.js';

/** How a date is explained to a party, in each language, as a note would say it. */

const TITLES: Record<Language, string> = {
  en: 'Meeting of National Authorities',
  es: 'Reunión de Autoridades Nacionales',
  pt: 'Reunião de Autoridades Nacionais',
  fr: 'Réunion des autorités nationales',
};

function words(steps: DeadlineStep[], language: Language, status: CountedFrom['status'] = null): string {
  const from = { title: TITLES[language], date: '2027-04-15', status };
  return proofWords(steps, { from, language, wording: wordingOf(language) }).replaceAll(/[\u00a0\u202f]/g, ' ');
}

const calendar = HEADQUARTERS;
const report = { from: 'report', fromDate: '2027-04-15', calendar } as const;
/** Thirty days before 15 March are Saturday, 13 February; the Monday after it is Washington's Birthday. */
const SATURDAY = deadline({ ...report, fromDate: '2027-03-15', days: -30 }).steps;
const EXTENDED = applyLedger(
  deadline({ ...report, days: -73 }),
  [
    {
      kind: 'extension',
      id: 'x',
      authority: 'a note',
      reason: 'zzz',
      at: '2027-01-05T15:00:00.000Z',
      dueDate: '2027-02-22',
    },
  ],
  { noteDate: '2026-11-16', calendar },
).steps;
const PAUSED = applyLedger(
  deadline({ ...report, days: -73 }),
  [
    {
      kind: 'pause',
      id: 'p',
      authority: 'a note',
      reason: 'zzz',
      at: '2027-01-05T15:00:00.000Z',
      fromDate: '2027-01-05',
      untilDate: '2027-01-06',
      endedAt: '2027-01-06T15:00:00.000Z',
    },
  ],
  { noteDate: '2026-11-16', calendar },
).steps;
const floor = { reason: 'minimum-days', from: 'note', fromDate: '2027-03-01', days: 45 } as const;
const FROM_NOTE = deadline({ ...report, days: -75, floor }).steps;
const WORKING = deadline({ from: 'note', fromDate: '2027-01-14', days: 3, unit: 'working', calendar }).steps;
const GRACE = deadline({
  ...report,
  days: -30,
  floor: { reason: 'grace-days', from: 'due', fromDate: '2027-03-15', days: 14 },
}).steps;

describe('the explanation of a date', () => {
  it.each<[string, DeadlineStep[], CountedFrom['status'], Record<Language, string>]>([
    [
      'that fell on a Saturday before a holiday, counted from a day that is to be confirmed',
      SATURDAY,
      'provisional',
      {
        en: '30 days before the reference date (Meeting of National Authorities: March 15, 2027, to be confirmed); moved to the next working day, as February 13, 2027, is a Saturday, and February 15, 2027, is a holiday at headquarters',
        es: '30 días antes de la fecha de referencia (Reunión de Autoridades Nacionales: 15 de marzo de 2027, fecha por confirmar); trasladada al siguiente día hábil, por ser sábado el 13 de febrero de 2027 y día feriado en la sede el 15 de febrero de 2027',
        pt: '30 dias antes da data de referência (Reunião de Autoridades Nacionais: 15 de março de 2027, data a confirmar); transferida para o dia útil seguinte, por ser sábado o dia 13 de fevereiro de 2027 e feriado na sede o dia 15 de fevereiro de 2027',
        fr: '30 jours avant la date de référence (Réunion des autorités nationales : 15 mars 2027, date à confirmer) ; reportée au jour ouvrable suivant, le 13 février 2027 étant un samedi et le 15 février 2027 étant férié au siège',
      },
    ],
    [
      'that was extended, counted from a day that is confirmed',
      EXTENDED,
      'confirmed',
      {
        en: '73 days before the reference date (Meeting of National Authorities: April 15, 2027, confirmed); extended from February 1, 2027, to February 22, 2027',
        es: '73 días antes de la fecha de referencia (Reunión de Autoridades Nacionales: 15 de abril de 2027, fecha confirmada); prorrogada del 1.º de febrero de 2027 al 22 de febrero de 2027',
        pt: '73 dias antes da data de referência (Reunião de Autoridades Nacionais: 15 de abril de 2027, data confirmada); prorrogada de 1º de fevereiro de 2027 para 22 de fevereiro de 2027',
        fr: '73 jours avant la date de référence (Réunion des autorités nationales : 15 avril 2027, date confirmée) ; prorogée du 1er février 2027 au 22 février 2027',
      },
    ],
    [
      'of which one day was given back, counted from a day that a person has set',
      PAUSED,
      null,
      {
        en: '73 days before the reference date (Meeting of National Authorities: April 15, 2027); 1 day added, as the count was suspended from January 5, 2027, until January 6, 2027',
        es: '73 días antes de la fecha de referencia (Reunión de Autoridades Nacionales: 15 de abril de 2027); con 1 día más, por haberse suspendido el cómputo desde el 5 de enero de 2027 hasta el 6 de enero de 2027',
        pt: '73 dias antes da data de referência (Reunião de Autoridades Nacionais: 15 de abril de 2027); com mais 1 dia, por ter sido suspensa a contagem de 5 de janeiro de 2027 até 6 de janeiro de 2027',
        fr: '73 jours avant la date de référence (Réunion des autorités nationales : 15 avril 2027) ; avec 1 jour de plus, le décompte ayant été suspendu du 5 janvier 2027 au 6 janvier 2027',
      },
    ],
    [
      'that leaves the days that every party has: of the rule before it nothing is said',
      FROM_NOTE,
      'confirmed',
      {
        en: '45 days after the note of March 1, 2027',
        es: '45 días después de la nota del 1.º de marzo de 2027',
        pt: '45 dias após a nota de 1º de março de 2027',
        fr: '45 jours après la note du 1er mars 2027',
      },
    ],
    [
      'in working days',
      WORKING,
      null,
      {
        en: '3 working days after the note of January 14, 2027; holidays not counted: January 18, 2027',
        es: '3 días hábiles después de la nota del 14 de enero de 2027; días feriados no computados: 18 de enero de 2027',
        pt: '3 dias úteis após a nota de 14 de janeiro de 2027; feriados não computados: 18 de janeiro de 2027',
        fr: '3 jours ouvrables après la note du 14 janvier 2027 ; jours fériés non comptés : 18 janvier 2027',
      },
    ],
    [
      'of the closing, after the days of grace',
      GRACE,
      null,
      {
        en: '14 days after the date of March 15, 2027, by which information is expected',
        es: '14 días después del vencimiento del plazo, el 15 de marzo de 2027',
        pt: '14 dias após o término do prazo, em 15 de março de 2027',
        fr: '14 jours après la date limite du 15 mars 2027',
      },
    ],
  ])('says how it was counted: one %s', (_, steps, status, expected) => {
    const said = Object.fromEntries(LANGUAGES.map((language) => [language, words(steps, language, status)]));
    expect(said).toEqual(expected);
  });

  it('names the day itself where none is counted, and nothing where nothing was', () => {
    expect(words(deadline({ ...report, days: 0 }).steps, 'en')).toBe(
      'the reference date (Meeting of National Authorities: April 15, 2027)',
    );
    expect(words([{ kind: 'set', authority: 'a note', date: '2027-02-22' }], 'fr')).toBe('fixée pour cette demande');
    expect(words([], 'es')).toBe('');
  });

  it('repeats no word that a person has entered in the record', () => {
    const entered = /a note|zzz/;
    for (const language of LANGUAGES)
      for (const steps of [EXTENDED, PAUSED]) expect(words(steps, language)).not.toMatch(entered);
  });

  it.each(LANGUAGES)('stands under the date that it explains, in the mail, in %s', (language) => {
    const label = { en: 'Calculation of', es: 'Cómputo de', pt: 'Cálculo da', fr: 'Calcul de' }[language];
    for (const kind of [
      'note-request',
      'letter-recall',
      'note-closing',
      'organ-reminder',
      'ack-message-note',
    ] as const) {
      const { text, html } = renderPost(samplePost(kind, language));
      expect(text).toContain(label);
      expect(html).toContain(label);
    }
  });
});
