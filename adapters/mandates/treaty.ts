import type { Treaty } from '../../domain/mandate.js';
import { firstDayOf, isPartialDate, lastDayOf } from '../../domain/partial-date.js';
import type { Path, Source } from './source.js';
import { listAt, valueAt } from './source.js';
import type { TreatyFile } from './treaty-schema.js';
import { checkUnique } from './unique.js';

/** A treaty as the rules know it: each source by its words, not by its key. */
export function treatyOf(id: string, file: TreatyFile): Treaty {
  const { sources, states, adopted, inForce, supplements = null, answeredIn = null, ...treaty } = file;
  // A key without words has been reported; with it no catalogue comes about.
  const quoted = <One extends { source: string }>(one: One): One => ({ ...one, source: sources[one.source] ?? '' });
  return {
    ...treaty,
    id,
    supplements,
    answeredIn,
    adopted: adopted && quoted(adopted),
    inForce: inForce && quoted(inForce),
    states: states.map(({ state, acts = [], unknown = null }) => ({
      state,
      unknown,
      acts: acts.map(({ manner = null, ...act }) => quoted({ ...act, manner })),
    })),
  };
}

/** The order in which the paragraphs name them; a treaty comes before what complements it. */
export function inParagraphOrder(treaties: Treaty[]): Treaty[] {
  const place = ({ paragraph, supplements }: Treaty): number => paragraph * 2 + (supplements === null ? 0 : 1);
  return [...treaties].sort((a, b) => place(a) - place(b));
}

/** Records what is wrong between the values of a treaty file, and between it and the other files. */
export function checkTreaty(source: Source, treaties: Source[], states: Source, forms: Source[]): void {
  if (source.value === undefined) return;
  checkSupplements(source, treaties);
  checkFields(source, forms);
  checkStates(source, states);
  checkSources(source);
  listAt(source.value, ['states']).forEach((_, index) => checkActs(source, ['states', index]));
}

function checkSupplements(source: Source, treaties: Source[]): void {
  const key = valueAt(source.value, ['supplements']);
  const others = treaties.map(({ id }) => id).filter((id) => id !== source.id);
  if (typeof key === 'string' && !others.includes(key)) {
    const remedy = `Name one of ${others.join(', ') || 'none'}, or add its file.`;
    const problem = key === source.id ? 'a treaty does not complement itself' : `treaties/${key}.yaml does not exist`;
    source.fault(['supplements'], problem, remedy);
  }
}

function checkFields(source: Source, forms: Source[]): void {
  // A form that is missing or cannot be read has been reported.
  if (forms.length === 0 || forms.some(({ value }) => value === undefined)) return;
  const fields = forms.flatMap(({ value }) =>
    listAt(value, ['sections']).flatMap((section) =>
      listAt(section, ['fields']).map((field) => valueAt(field, ['id'])),
    ),
  );
  for (const key of ['status', 'date']) {
    const field = valueAt(source.value, ['answeredIn', key]);
    if (typeof field === 'string' && !fields.includes(field)) {
      const remedy = 'Name a field of a form, or remove answeredIn where no form asks.';
      source.fault(['answeredIn', key], `no form has the field ${field}`, remedy);
    }
  }
}

/** One row for each party: a state that is left out would look as if there were nothing to say of it. */
function checkStates(source: Source, states: Source): void {
  checkUnique(source, ['states'], ['state']);
  const known = listAt(states.value, ['states']).map((state) => valueAt(state, ['code']));
  const rows = listAt(source.value, ['states']);
  if (known.length === 0 || rows.length === 0) return;
  rows.forEach((row, index) => {
    const code = valueAt(row, ['state']);
    if (typeof code === 'string' && !known.includes(code)) {
      const remedy = `Correct the code, or add the state to ${states.file}.`;
      source.fault(['states', index, 'state'], `no party has the code ${code}`, remedy);
    }
  });
  const listed = new Set(rows.map((row) => valueAt(row, ['state'])));
  for (const code of known) {
    if (typeof code === 'string' && !listed.has(code)) {
      const remedy = `Add "state: ${code}" with its acts, or with "unknown: no source on file".`;
      source.fault(['states'], `has no row for ${code}`, remedy);
    }
  }
}

function checkSources(source: Source): void {
  const sources = valueAt(source.value, ['sources']);
  if (typeof sources !== 'object' || sources === null) return;
  const known = Object.keys(sources);
  const acts = listAt(source.value, ['states']).flatMap((row, index) =>
    listAt(row, ['acts']).map((_, position): Path => ['states', index, 'acts', position]),
  );
  for (const path of [['adopted'], ['inForce'], ...acts]) {
    const key = valueAt(source.value, [...path, 'source']);
    if (typeof key === 'string' && key.trim() !== '' && !known.includes(key)) {
      const remedy = `Name one of ${known.join(', ') || 'none'}, or add it under sources.`;
      source.fault([...path, 'source'], `sources has no ${key}`, remedy);
    }
  }
}

interface Act {
  kind: string;
  date: string;
  path: Path;
}

/** What each act cannot come before. */
const AFTER: Record<string, string[]> = { instrument: ['signature'], deposit: ['signature', 'instrument'] };

/** Records an act that stands twice, and one that lies before what it follows from, or before the treaty itself. */
function checkActs(source: Source, row: Path): void {
  const code = String(valueAt(source.value, [...row, 'state']));
  const acts = actsAt(source, row);
  const adopted = valueAt(source.value, ['adopted', 'date']);
  acts.forEach(({ kind, date, path }, index) => {
    if (acts.slice(0, index).some((one) => one.kind === kind)) {
      source.fault([...path, 'act'], `${kind} stands twice for ${code}`, 'Keep the one with the better source.');
      return;
    }
    const earlier = acts.find((one) => (AFTER[kind] ?? []).includes(one.kind) && isBefore(date, one.date));
    if (earlier) {
      const problem = `${kind} of ${date} lies before the ${earlier.kind} of ${earlier.date}`;
      source.fault([...path, 'date'], problem, 'Correct the one or the other by its source.');
    }
    if (typeof adopted === 'string' && isPartialDate(adopted) && isBefore(date, adopted)) {
      const problem = `${kind} of ${date} lies before the treaty, adopted ${adopted}`;
      source.fault([...path, 'date'], problem, 'Correct the one or the other by its source.');
    }
  });
}

/** The acts whose kind and date can be read; the others have been reported by their shape. */
function actsAt(source: Source, row: Path): Act[] {
  return listAt(source.value, [...row, 'acts']).flatMap((act, index): Act[] => {
    const kind = valueAt(act, ['act']);
    const date = String(valueAt(act, ['date']));
    return typeof kind === 'string' && isPartialDate(date) ? [{ kind, date, path: [...row, 'acts', index] }] : [];
  });
}

/** Whether a date lies before another whatever days the two may mean. */
function isBefore(date: string, other: string): boolean {
  return lastDayOf(date) < firstDayOf(other);
}
