import { RESTRICTED } from '../../domain/publication.js';
import { RECURRENCES } from '../../domain/mandate.js';
import type { Recurrence } from '../../domain/mandate.js';
import { isPeriodOf, monthsOf, periodName, periodsOf, placeOf, yearOf } from '../../domain/period.js';
import type { Period } from '../../domain/period.js';
import { listAt, valueAt } from './source.js';
import type { Path, Source } from './source.js';
import { checkUnique, checkUniqueAt } from './unique.js';

/** Days of a month that every month has. */
const SHORTEST_MONTH = 28;

/** Records a resolution, paragraph or form that an obligation names and that no file holds. */
export function checkReferences(source: Source, resolutions: Source[], forms: Source[]): void {
  const cited = valueAt(source.value, ['resolution']);
  const number = valueAt(source.value, ['paragraph']);
  const form = valueAt(source.value, ['form']);
  const served = listAt(source.value, ['serves']);
  const resolution = resolutions.find(({ id }) => id === cited);
  // A folder that holds no file has been told, and every name would be missing.
  if (typeof cited === 'string' && !resolution && resolutions.length > 0) {
    const remedy = `Name one of ${names(resolutions)}, or add its file.`;
    source.fault(['resolution'], `resolutions/${cited}.yaml does not exist`, remedy);
  }
  if (resolution?.value !== undefined && typeof number === 'number') {
    const paragraphs = listAt(resolution.value, ['paragraphs']);
    if (!paragraphs.some((paragraph) => valueAt(paragraph, ['number']) === number)) {
      const problem = `${resolution.id} has no paragraph ${number}`;
      source.fault(['paragraph'], problem, 'Name the operative paragraph that creates the obligation.');
    }
    served.forEach((one, index) => {
      const isKnown = paragraphs.some((paragraph) => valueAt(paragraph, ['number']) === one);
      const remedy = 'Name each other operative paragraph that the answers serve, once.';
      const problem =
        one === number
          ? `names paragraph ${number} again`
          : served.indexOf(one) !== index
            ? `names paragraph ${String(one)} twice`
            : `${resolution.id} has no paragraph ${String(one)}`;
      if (!isKnown || one === number || served.indexOf(one) !== index) source.fault(['serves', index], problem, remedy);
    });
  }
  const asked = forms.find(({ id }) => id === form);
  if (typeof form === 'string' && !asked && forms.length > 0) {
    source.fault(['form'], `forms/${form}.yaml does not exist`, `Name one of ${names(forms)}, or add its file.`);
  }
  if (asked !== undefined && resolution?.value !== undefined) checkParagraphs(asked, resolution);
}

/** Records fields of a form that stem from paragraphs beyond those of the resolution. One that is missing from its file is told there. */
function checkParagraphs(form: Source, resolution: Source): void {
  const count = valueAt(resolution.value, ['operativeParagraphs']);
  if (typeof count !== 'number') return;
  for (const { field, path } of fieldsOf(form)) {
    listAt(field, ['paragraphs']).forEach((one, index) => {
      if (typeof one !== 'number' || one <= count) return;
      const remedy = 'Name operative paragraphs of the resolution, or leave paragraphs out.';
      form.fault([...path, 'paragraphs', index], `${resolution.id} has no paragraph ${one}`, remedy);
    });
  }
}

/** Records report dates that are filed under another year than their own, and an event that is not on file. */
export function checkReportDates(source: Source, events: Source): void {
  const recurrence = recurrenceOf(source);
  checkYears(source, ['reportDate', 'years'], recurrence);
  if (monthsOf(recurrence) < 12) checkWithinYear(source, recurrence);
  const event = valueAt(source.value, ['reportDate', 'event']);
  const known = listAt(events.value, ['events']).map((one) => valueAt(one, ['id']));
  if (typeof event === 'string' && events.value !== undefined && !known.includes(event)) {
    const remedy = `Name one of ${known.join(', ') || 'none'}, or add it to ${events.file}.`;
    source.fault(['reportDate', 'event'], `there is no event ${event}`, remedy);
  }
  const isDated =
    event !== undefined ||
    valueAt(source.value, ['reportDate', 'default']) !== undefined ||
    entriesOf(valueAt(source.value, ['reportDate', 'years'])).length > 0;
  if (source.value !== undefined && recurrence !== 'on-command' && !isDated) {
    const remedy = 'Give default, years or an event; or make the recurrence on-command.';
    source.fault(['reportDate'], 'no year has a date', remedy);
  }
}

/** Records events that share an id, and days that are filed under another year than their own. */
export function checkEvents(events: Source): void {
  checkUnique(events, ['events'], ['id']);
  listAt(events.value, ['events']).forEach((_, index) => checkYears(events, ['events', index, 'years']));
}

function checkYears(source: Source, years: Path, recurrence: Recurrence = 'yearly'): void {
  for (const [period, entry] of entriesOf(valueAt(source.value, years))) {
    const path = [...years, period];
    const date = valueAt(entry, ['date']);
    if (!isPeriodOf(recurrence, period)) {
      if (monthsOf(recurrence) === 12)
        source.fault(path, `"${period}" is no year`, "Write the year with four digits, in quotes: '2027'.");
      else {
        const remedy = `Name one such as ${periodsOf(recurrence, 2027).join(', ')}, or correct the recurrence.`;
        source.fault(path, `"${period}" is no period of what is ${recurrence}`, remedy);
      }
    } else if (typeof date === 'string' && !isWithin(date, period, recurrence)) {
      const [what, where] = monthsOf(recurrence) === 12 ? ['year', period] : ['period', periodName(period)];
      source.fault(
        [...path, 'date'],
        `${date} is filed under ${where}`,
        `Correct the date, or the ${what} that it stands under.`,
      );
    }
  }
}

function isWithin(date: string, period: Period, recurrence: Recurrence): boolean {
  const place = Math.floor((Number(date.slice(5, 7)) - 1) / monthsOf(recurrence));
  return Number(date.slice(0, 4)) === yearOf(period) && place === placeOf(period);
}

/** Records a questionnaire of which there is no obligation, or that does not serve the paragraph; and parts that the year does not have. */
export function checkAskedWith(source: Source, obligations: Source[]): void {
  const asker = valueAt(source.value, ['askedWith', 'obligation']);
  if (typeof asker !== 'string') return;
  const asking = obligations.find(({ id }) => id === asker);
  const paragraph = valueAt(source.value, ['paragraph']);
  if (!asking) {
    const remedy = `Name one of ${names(obligations)}, or leave askedWith out.`;
    source.fault(['askedWith', 'obligation'], `there is no obligation ${asker}`, remedy);
  } else if (asking.value !== undefined && !listAt(asking.value, ['serves']).includes(paragraph)) {
    const remedy = `Put ${String(paragraph)} into serves of ${asking.file}, or leave askedWith out.`;
    source.fault(['askedWith', 'obligation'], `${asker} does not serve paragraph ${String(paragraph)}`, remedy);
  }
  const given = valueAt(source.value, ['recurrence']);
  const recurrence = recurrenceOf(source);
  // What is misspelt is reported where it stands.
  if (given !== undefined && given !== recurrence) return;
  const known = periodsOf(recurrence, 2027).map((period) => period.slice('2027-'.length));
  listAt(source.value, ['askedWith', 'parts']).forEach((part, index) => {
    if (typeof part !== 'string' || (part !== '' && known.includes(part))) return;
    const remedy = monthsOf(recurrence) === 12 ? 'Leave askedWith out.' : `Name some of ${known.join(', ')}.`;
    source.fault(['askedWith', 'parts', index], `"${part}" is no part of a year of what is ${recurrence}`, remedy);
  });
}

/** Records what does not go together with a recurrence within the year. */
function checkWithinYear(source: Source, recurrence: Recurrence): void {
  const months = monthsOf(recurrence);
  if (valueAt(source.value, ['reportDate', 'event']) !== undefined) {
    const remedy = 'Make it yearly or on-command, or give the obligation a day of its own.';
    source.fault(['recurrence'], `an event has one day a year, and this is ${recurrence}`, remedy);
  }
  const month = valueAt(source.value, ['reportDate', 'default', 'month']);
  if (typeof month === 'number' && month > months) {
    const problem = `${month} is no month of the first of the periods, and this is ${recurrence}`;
    const remedy = `Give the day of the first, in month 1 to ${months}: the others follow ${months} months apart.`;
    source.fault(['reportDate', 'default', 'month'], problem, remedy);
  }
  const open = valueAt(source.value, ['rules', 'openDaysBeforeReport']);
  const most = months * SHORTEST_MONTH;
  if (typeof open === 'number' && open > most) {
    const problem = `${open} days before its day a cycle opens before the one before it is over, and this is ${recurrence}`;
    source.fault(['rules', 'openDaysBeforeReport'], problem, `Give ${most} or less, or make it recur less often.`);
  }
}

/** A recurrence that is missing or misspelt, which its shape reports, counts as yearly. */
function recurrenceOf(source: Source): Recurrence {
  const given = valueAt(source.value, ['recurrence']);
  return RECURRENCES.find((one) => one === given) ?? 'yearly';
}

/** Records fields that share an id, and choices that are missing, repeated, or given to a field that is no choice. */
export function checkForm(source: Source): void {
  checkUnique(source, ['sections'], ['id']);
  const fields = fieldsOf(source);
  checkUniqueAt(
    source,
    fields.map(({ path }) => [...path, 'id']),
  );
  for (const { field, path } of fields) {
    checkChoices(source, field, path);
    checkUse(source, field, path);
  }
}

/** Records a sum of what is no figure, and a limit of use that nobody can choose. */
function checkUse(source: Source, field: unknown, path: Path): void {
  if (valueAt(field, ['adds']) !== undefined && valueAt(field, ['type']) !== 'number')
    source.fault([...path, 'adds'], 'only a field of type number adds up', 'Remove it, or make the type number.');
  if (valueAt(field, ['restricts']) === undefined) return;
  if (listAt(field, ['choices']).some((choice) => valueAt(choice, ['id']) === RESTRICTED)) return;
  const remedy = `Make it a choice, and give one of its choices the id ${RESTRICTED}.`;
  source.fault([...path, 'restricts'], 'there is no choice that limits the use', remedy);
}

function fieldsOf(form: Source): { field: unknown; path: Path }[] {
  return listAt(form.value, ['sections']).flatMap((section, index) =>
    listAt(section, ['fields']).map((field, position) => ({ field, path: ['sections', index, 'fields', position] })),
  );
}

function checkChoices(source: Source, field: unknown, path: Path): void {
  const isChoice = valueAt(field, ['type']) === 'choice';
  if (isChoice && listAt(field, ['choices']).length === 0) {
    source.fault([...path, 'type'], 'there is nothing to choose from', 'Add choices, each with id and label.');
  }
  if (!isChoice && valueAt(field, ['choices']) !== undefined) {
    source.fault(
      [...path, 'choices'],
      'only a field of type choice has choices',
      'Remove them, or make the type choice.',
    );
  }
  checkUnique(source, [...path, 'choices'], ['id']);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function names(sources: Source[]): string {
  return sources.map(({ id }) => id).join(', ') || 'none';
}
