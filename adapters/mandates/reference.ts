import { listAt, valueAt } from './source.js';
import type { Path, Source } from './source.js';
import { checkUnique, checkUniqueAt } from './unique.js';

/** Records a resolution, paragraph or form that an obligation names and that no file holds. */
export function checkReferences(source: Source, resolutions: Source[], forms: Source[]): void {
  const cited = valueAt(source.value, ['resolution']);
  const number = valueAt(source.value, ['paragraph']);
  const form = valueAt(source.value, ['form']);
  const resolution = resolutions.find(({ id }) => id === cited);
  if (typeof cited === 'string' && !resolution) {
    const remedy = `Name one of ${names(resolutions)}, or add its file.`;
    source.fault(['resolution'], `resolutions/${cited}.yaml does not exist`, remedy);
  }
  if (resolution?.value !== undefined && typeof number === 'number') {
    const paragraphs = listAt(resolution.value, ['paragraphs']);
    if (!paragraphs.some((paragraph) => valueAt(paragraph, ['number']) === number)) {
      const problem = `${resolution.id} has no paragraph ${number}`;
      source.fault(['paragraph'], problem, 'Name the operative paragraph that creates the obligation.');
    }
  }
  if (typeof form === 'string' && !forms.some(({ id }) => id === form)) {
    source.fault(['form'], `forms/${form}.yaml does not exist`, `Name one of ${names(forms)}, or add its file.`);
  }
}

/** Records report dates that are filed under another year than their own. */
export function checkReportDates(source: Source): void {
  const years = valueAt(source.value, ['reportDate', 'years']);
  for (const [year, entry] of entriesOf(years)) {
    const path = ['reportDate', 'years', year];
    const date = valueAt(entry, ['date']);
    if (!/^\d{4}$/.test(year)) {
      source.fault(path, `"${year}" is no year`, "Write the year with four digits, in quotes: '2027'.");
    } else if (typeof date === 'string' && !date.startsWith(`${year}-`)) {
      source.fault(
        [...path, 'date'],
        `${date} is filed under ${year}`,
        'Correct the date, or the year that it stands under.',
      );
    }
  }
}

/** Records fields that share an id, and choices that are missing, repeated, or given to a field that is no choice. */
export function checkForm(source: Source): void {
  checkUnique(source, ['sections'], ['id']);
  const fields = listAt(source.value, ['sections']).flatMap((section, index) =>
    listAt(section, ['fields']).map((field, position) => ({ field, path: ['sections', index, 'fields', position] })),
  );
  checkUniqueAt(
    source,
    fields.map(({ path }) => [...path, 'id']),
  );
  for (const { field, path } of fields) checkChoices(source, field, path);
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

/** Records contacts of parties that are not listed, and states ever asked that have no mission to write to. */
export function checkContacts(states: Source, contacts: Source): void {
  if (states.value === undefined || contacts.value === undefined) return;
  const listed = listAt(states.value, ['states']);
  const codes = new Set(listed.map((state) => valueAt(state, ['code'])));
  for (const [code] of entriesOf(valueAt(contacts.value, ['contacts']))) {
    if (!codes.has(code)) {
      const remedy = `Correct the code, or add the state to ${states.file}.`;
      contacts.fault(['contacts', code], `no party has the code ${code}`, remedy);
    }
  }
  for (const state of listed) {
    const code = valueAt(state, ['code']);
    const isEverAsked = listAt(state, ['memberships']).some((membership) =>
      ['member', 'disputed'].includes(String(valueAt(membership, ['status']))),
    );
    if (typeof code === 'string' && isEverAsked && !valueAt(contacts.value, ['contacts', code, 'mission'])) {
      const remedy = `Add "mission" with name and address under ${code}: the mission is the official channel.`;
      contacts.fault(['contacts', code], `the member ${code} has no mission to write to`, remedy);
    }
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function names(sources: Source[]): string {
  return sources.map(({ id }) => id).join(', ') || 'none';
}
