import { createHash } from 'node:crypto';
import { loadCatalogue } from '../../../adapters/mandates/catalogue.js';
import { LANGUAGES } from '../../../domain/mandate.js';
import type { Catalogue } from '../../../domain/mandate.js';
import { addDays } from '../../../domain/iso-date.js';
import { isMember, missionOn, officeOn, partiesAsked, statesOf } from '../../../domain/membership.js';

let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = await loadCatalogue('mandates');
});

function party(code: string) {
  const found = catalogue.parties.find((candidate) => candidate.code === code);
  if (!found) throw new Error(`${code} is not in the catalogue`);
  return found;
}

describe('the resolution', () => {
  it('has its twelve operative paragraphs, with kind and addressee', () => {
    const [resolution] = catalogue.resolutions;
    expect(resolution).toMatchObject({
      id: 'ag-res-2019',
      symbol: 'AG/RES. 2019 (XXXIV-O/04)',
      adoptedDate: '2004-06-08',
      officialLanguages: ['en'],
    });
    expect(resolution?.paragraphs.map(({ kinds, addressee }) => `${kinds.join()}: ${addressee.slice(0, 25)}`)).toEqual([
      'request: the member states',
      'urging: the member states',
      'urging: the members states',
      'welcome: the Fifth Meeting of Mini',
      'request: the Permanent Council',
      'instruction: the Secretary General',
      'instruction: the Secretary General',
      'instruction: the Secretary General',
      'request: the Secretary General',
      'instruction: the Permanent Council',
      'invitation: the member states; perman',
      'request: the Secretary General',
    ]);
    expect(resolution?.preamble.en).toHaveLength(7);
  });

  it('keeps the approved text to the letter', () => {
    const text = catalogue.resolutions[0]?.paragraphs.map((paragraph) => paragraph.text.en).join('\n') ?? '';
    // Taken from the twelve paragraphs as approved, compared with the source when the file was made.
    expect(createHash('sha256').update(text).digest('hex')).toBe(
      '515d4874a81c74b7bfb827d8ac6903d1661b10e3a88e6e8a5bbb6cd13a869ccf',
    );
    expect(text).toContain('cooperation mechanisms  among the States');
  });
});

describe('the obligation', () => {
  it('is the annual report of paragraph 9, with a ladder from note to close', () => {
    const [obligation] = catalogue.obligations;
    expect(obligation).toMatchObject({ id: 'annual-report', resolution: 'ag-res-2019', paragraph: 9 });
    expect(obligation?.rules.obligation).toBe('annual-report');
    expect(obligation?.rules.ladder.map(({ id, when }) => `${id} ${when.from} ${when.days}`)).toEqual([
      'request opening 0',
      'recall-1 due -14',
      'reminder-1 due 3',
      'escalation-1 due 10',
      'escalation-2 due 24',
      'close report -30',
    ]);
    expect(obligation?.reportDate.years['2005']).toMatchObject({ date: '2005-05-11', status: 'confirmed' });
  });

  it('has a form in four languages whose fields stand under its headings', () => {
    const { form = [], sections = [] } = catalogue.obligations[0] ?? {};
    expect(form.length).toBeGreaterThan(80);
    expect(new Set(form.map(({ id }) => id)).size).toBe(form.length);
    expect(new Set(form.map(({ section }) => section))).toEqual(new Set(sections.map(({ id }) => id)));
    const status = form.find(({ id }) => id === 'legal.tip_protocol_status');
    expect(status?.choices).toEqual(['not_signed', 'signed', 'ratified', 'acceded']);
    expect(status?.choiceLabels?.['ratified']?.es).toBe('Ratificado');
  });

  it('keeps a space that does not break before the colons and question marks of its French', () => {
    const french = catalogue.obligations[0]?.form.map(({ label }) => label.fr).join('\n') ?? '';
    expect(french).not.toMatch(/[^\u00a0][:;?!]/);
  });
});

describe('the parties', () => {
  it.each([
    ['2004-12-12', 'ask', 34],
    ['2004-12-12', 'leave-out', 34],
    ['2026-11-24', 'ask', 33],
    ['2026-11-24', 'leave-out', 32],
  ] as const)('asked on %s with disputed states set to %s are %i', (date, disputed, count) => {
    expect(partiesAsked(catalogue.parties, disputed, date)).toHaveLength(count);
  });

  it('are 34 for the cycle of 2005, which opens 150 days before the report', () => {
    const { rules, reportDate } = catalogue.obligations[0] ?? {};
    const opening = addDays(reportDate?.years['2005']?.date ?? '', -(rules?.openDaysBeforeReport ?? 0));
    expect(opening).toBe('2004-12-12');
    expect(partiesAsked(catalogue.parties, catalogue.disputed, opening)).toHaveLength(34);
  });

  it('never include Cuba, nor Nicaragua from 19 November 2023 on', () => {
    for (const date of ['1950-01-01', '2004-12-12', '2026-11-24', '2040-01-01']) {
      expect(isMember(party('CUB'), date)).toBe(false);
    }
    expect(party('CUB').contacts).toEqual([]);
    expect(isMember(party('NIC'), '2023-11-18')).toBe(true);
    expect(isMember(party('NIC'), '2023-11-19')).toBe(false);
  });

  it('are written to in four languages: 15 in English, 18 in Spanish with Cuba, Brazil and Haiti', () => {
    const count = (language: string) => statesOf(catalogue).filter((state) => state.language === language).length;
    expect(LANGUAGES.map(count)).toEqual([15, 18, 1, 1]);
  });

  it.each([
    ['BHS', 'of the Commonwealth of The Bahamas', 'of The Bahamas'],
    ['GUY', 'of the Co-operative Republic of Guyana', 'of Guyana'],
    ['DMA', 'of the Commonwealth of Dominica', 'of Dominica'],
    ['ARG', 'de la República Argentina', 'de la Argentina'],
    ['SLV', 'de la República de El Salvador', 'de El Salvador'],
    ['ECU', 'de la República del Ecuador', 'del Ecuador'],
    ['URY', 'de la República Oriental del Uruguay', 'del Uruguay'],
    ['MEX', 'de los Estados Unidos Mexicanos', 'de México'],
    ['BRA', 'da República Federativa do Brasil', 'do Brasil'],
    ['HTI', "de la République d'Haïti", "d'Haïti"],
  ])('carry their own prepositions: %s is %s, in short %s', (code, long, short) => {
    expect(party(code).mission).toEqual({ long, short });
  });

  it('name Bolivia a republic until 9 April 2009', () => {
    expect(missionOn(party('BOL'), '2004-12-12').long).toBe('de la República de Bolivia');
    expect(missionOn(party('BOL'), '2009-04-09').long).toBe('del Estado Plurinacional de Bolivia');
  });

  it('have demonstration contacts in all three roles that no real mail can reach', () => {
    for (const state of statesOf(catalogue).filter(({ code }) => code !== 'CUB')) {
      expect(state.contacts.map(({ id }) => id)).toEqual(
        ['mission', 'capital', 'alternate'].map((role) => `${state.code}/${role}`),
      );
      for (const { address } of state.contacts) expect(address).toMatch(/\.example$/);
    }
  });
});

describe('the calendar of a state', () => {
  it('is the seed of that state, named by its English name, and not reviewed until a person says so', () => {
    const { calendar } = party('BLZ');
    expect(calendar?.holidayOn('2027-01-15')).toBe('George Price Day');
    expect(calendar).toMatchObject({ place: 'Belize', reviewed: {} });
    expect(party('BRA').calendar?.holidayOn('2027-01-15')).toBeNull();
  });
});

describe('headquarters', () => {
  it('has the eleven federal holidays in its zone', () => {
    expect(catalogue.headquarters.zone).toBe('America/New_York');
    expect(catalogue.headquarters.rules).toHaveLength(11);
  });

  it('writes from the office of the day', () => {
    expect(officeOn(catalogue.offices, '2004-12-12').reference.en).toBe('GS/CIM/N-');
    expect(officeOn(catalogue.offices, '2006-05-01').unit.fr).toBe(
      'Sous-secrétariat à la sécurité multidimensionnelle',
    );
    expect(officeOn(catalogue.offices, '2026-11-24').unit.en).toBe('Department of Public Security');
  });
});
