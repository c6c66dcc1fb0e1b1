import { readFile } from 'node:fs/promises';
import { LIBRARY, libraryHolidays } from '../../../adapters/holidays/library.js';
import { loadCatalogue } from '../../../adapters/mandates/catalogue.js';
import { statesOf } from '../../../domain/membership.js';
import { isIsoDate } from '../../../domain/iso-date.js';

const on = (iso2: string, date: string) => libraryHolidays(iso2)(Number(date.slice(0, 4))).get(date);

describe('the seed of holidays', () => {
  it('is named with the version that is installed, for its attribution', async () => {
    const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(LIBRARY).toBe(`date-holidays ${dependencies['date-holidays']}`);
    expect(await readFile('NOTICE', 'utf8')).toContain(LIBRARY);
  });

  it('knows every state on file, with dates of the year asked for and no other', async () => {
    for (const { iso2 } of statesOf(await loadCatalogue('mandates'))) {
      const days = [...libraryHolidays(iso2 ?? '')(2027).keys()];
      expect(days.length).toBeGreaterThanOrEqual(5);
      expect(days.every((date) => isIsoDate(date) && date.startsWith('2027-'))).toBe(true);
    }
  });

  it.each([
    ['a holiday and the day on which it is observed', 'US', '2027-07-04', 'Independence Day'],
    ['the observed one', 'US', '2027-07-05', 'Independence Day (substitute day)'],
    ['New Year, observed in the year before', 'US', '2027-12-31', "New Year's Day (substitute day)"],
    ['a day that moves to a Monday', 'BZ', '2027-03-08', 'National Heroes and Benefactor Day'],
    ['a half day', 'HT', '2027-02-08', 'Lundi Gras'],
    ['a day that begins at sunset, by its date there', 'GY', '2027-05-16', 'Eid Ul Adha'],
    ['a public holiday of the south in winter', 'CL', '2027-06-21', "Indigenous People's Day"],
    ['no optional day', 'BR', '2027-02-09', undefined],
    ['no day of a province', 'CA', '2027-05-24', undefined],
    ['no day of the capital alone', 'US', '2027-04-16', undefined],
    ['nothing of a state that it does not know', 'XX', '2027-01-01', undefined],
  ])('has %s', (_, iso2, date, name) => {
    expect(on(iso2, date)).toBe(name);
  });

  it('lacks two days of Guyana, which a person adds: should it have them one day, say so in calendars/states.yaml', () => {
    const names = [...libraryHolidays('GY')(2027).values()].join();
    expect(names).not.toMatch(/phagwah|holi\b|d[ei]+[pw]ava?li/i);
  });
});
