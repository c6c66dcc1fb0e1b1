import { isIsoDate } from '../../domain/iso-date.js';
import type { ParagraphRef, SuccessionKind } from '../../domain/mandate.js';
import { paragraphKey } from '../../domain/succession.js';
import type { Listed } from './resolution.js';
import { listResolutions } from './resolution.js';
import type { Path, Source } from './source.js';
import { listAt, valueAt } from './source.js';

/** A reference that can be read, and where it stands. */
interface Cited {
  ref: ParagraphRef;
  path: Path;
}

interface Entry {
  path: Path;
  date: string;
  kind: unknown;
  from: Cited[];
  to: Cited[];
}

/** Records successions whose paragraphs do not exist, whose dates cannot be, that run in a circle, or that the statuses deny. */
export function checkSuccessions(source: Source, cited: Source, resolutions: Source[]): void {
  if (source.value === undefined || cited.value === undefined || resolutions.length === 0) return;
  const listed = listResolutions(cited, resolutions);
  const entries = entriesOf(source);
  for (const entry of entries) {
    for (const one of [...entry.from, ...entry.to]) checkReference(source, one, entry, listed);
    checkNumber(source, entry);
  }
  checkOnce(source, entries);
  checkNoCircle(source, entries);
  checkStatusesAgree(source, entries, resolutions);
}

function checkReference(source: Source, { ref, path }: Cited, { date }: Entry, listed: Listed[]): void {
  const resolution = listed.find(({ id }) => id === ref.resolution);
  if (!resolution) {
    const remedy = `Name one of ${listed.map(({ id }) => id).join(', ')}, or add it to cited.yaml.`;
    source.fault([...path, 'resolution'], `there is no resolution ${ref.resolution}`, remedy);
    return;
  }
  if (resolution.numbers !== null && !resolution.numbers.includes(ref.paragraph)) {
    const problem = `${ref.resolution} has no paragraph ${ref.paragraph}`;
    source.fault([...path, 'paragraph'], problem, 'Name an operative paragraph by the number that it has.');
  }
  const { adopted } = resolution;
  if (typeof adopted === 'string' && isIsoDate(adopted) && date < adopted) {
    const problem = `${date} is before the adoption of ${ref.resolution} on ${adopted}`;
    source.fault([...path, 'resolution'], problem, 'Correct the date, or name another resolution.');
  }
}

/** How many paragraphs each kind of succession passes from and to, in words for the remedy. */
const NUMBERS: Record<
  SuccessionKind,
  { from: (count: number) => boolean; to: (count: number) => boolean; words: string }
> = {
  renewed: { from: isOne, to: isOne, words: 'A renewal is from one paragraph to one.' },
  superseded: { from: isOne, to: isOne, words: 'A replacement is from one paragraph to one.' },
  merged: {
    from: isSeveral,
    to: (count) => count <= 1,
    words: 'A merger is from several paragraphs to one, or to none where no new text was made.',
  },
  split: { from: isOne, to: isSeveral, words: 'A division is from one paragraph to several.' },
};

function isOne(count: number): boolean {
  return count === 1;
}

function isSeveral(count: number): boolean {
  return count >= 2;
}

function checkNumber(source: Source, { path, kind }: Entry): void {
  if (typeof kind !== 'string' || !Object.hasOwn(NUMBERS, kind)) return;
  const { words, ...numbers } = NUMBERS[kind as SuccessionKind];
  for (const side of ['from', 'to'] as const) {
    const count = listAt(source.value, [...path, side]).length;
    if (!numbers[side](count)) {
      const many = count === 1 ? '1 paragraph' : `${count} paragraphs`;
      source.fault([...path, side], `${kind} names ${many}`, words);
    }
  }
}

/** Duties that become one are known and two, and a duty that has ended cannot carry another on. */
export function checkDuties(source: Source, obligations: Source[]): void {
  const known = obligations.map(({ id }) => id);
  const ended = new Set<string>();
  const entries = entriesOf(source);
  for (const { path } of inOrderOfTime(entries)) {
    listAt(source.value, [...path, 'duties']).forEach((duty, index) => {
      const own = [...path, 'duties', index];
      const [ends, goesOnIn] = [valueAt(duty, ['ends']), valueAt(duty, ['goesOnIn'])];
      if (typeof ends !== 'string' || typeof goesOnIn !== 'string') return;
      for (const [key, name] of Object.entries({ ends, goesOnIn })) {
        if (known.length > 0 && !known.includes(name))
          source.fault([...own, key], `there is no obligation ${name}`, `Name one of ${known.join(', ')}.`);
      }
      if (ends === goesOnIn)
        source.fault([...own, 'goesOnIn'], `${ends} goes on in itself`, 'Name another duty, or remove the entry.');
      if (ended.has(ends))
        source.fault([...own, 'ends'], `${ends} has ended before`, 'Remove the entry: a duty ends once.');
      ended.add(ends);
      if (ends !== goesOnIn && ended.has(goesOnIn))
        source.fault([...own, 'goesOnIn'], `${goesOnIn} has ended itself`, 'Name the duty that carries that one on.');
    });
  }
}

/** A mandate that has passed on cannot pass on again: its successor can. Where the number is unknown it may be another one. */
function checkOnce(source: Source, entries: Entry[]): void {
  const passed = new Map<string, string>();
  for (const { date, from, to } of inOrderOfTime(entries)) {
    for (const { ref, path } of from) {
      const earlier = passed.get(paragraphKey(ref));
      if (ref.paragraph === 'unknown') continue;
      if (earlier !== undefined) {
        const problem = `${nameOf(ref)} had passed to another already on ${earlier}`;
        source.fault(path, problem, 'Name the paragraph that it had passed to, or remove one of the two.');
      } else if (to.length > 0) passed.set(paragraphKey(ref), date);
    }
  }
}

function checkNoCircle(source: Source, entries: Entry[]): void {
  const next = new Map<string, Set<string>>();
  for (const { path, from, to } of inOrderOfTime(entries)) {
    const closing = from.flatMap((begin) =>
      to.filter((end) => canReach(next, paragraphKey(end.ref), paragraphKey(begin.ref))).map((end) => [begin, end]),
    )[0];
    const [begin, end] = closing ?? [];
    if (begin && end) {
      const problem =
        paragraphKey(begin.ref) === paragraphKey(end.ref)
          ? `${nameOf(begin.ref)} succeeds itself`
          : `${nameOf(end.ref)} is an earlier paragraph of the chain of ${nameOf(begin.ref)}`;
      source.fault(path, problem, 'Name a later paragraph as successor: a chain of mandates never runs in a circle.');
      continue;
    }
    for (const { ref } of from) {
      const reached = next.get(paragraphKey(ref)) ?? new Set();
      to.forEach((one) => reached.add(paragraphKey(one.ref)));
      next.set(paragraphKey(ref), reached);
    }
  }
}

function canReach(next: Map<string, Set<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const queue = [from];
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    if (key === to) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    queue.push(...(next.get(key) ?? []));
  }
  return false;
}

/** A paragraph that was renewed or replaced says so in its statuses from the same day on, and the other way round. */
function checkStatusesAgree(source: Source, entries: Entry[], resolutions: Source[]): void {
  const passing = entries.filter(({ to }) => to.length > 0);
  for (const resolution of resolutions) {
    listAt(resolution.value, ['paragraphs']).forEach((paragraph, index) => {
      const number = valueAt(paragraph, ['number']);
      const own = passing.flatMap(({ date, kind, from }) =>
        from
          .filter(({ ref }) => ref.resolution === resolution.id && ref.paragraph === number)
          .map(({ path }) => ({ date, path, status: kind === 'renewed' ? 'renewed' : 'superseded' })),
      );
      const statuses = listAt(paragraph, ['statuses']).map((status) => ({
        from: valueAt(status, ['from']),
        word: valueAt(status, ['status']),
      }));
      for (const { date, path, status } of own) {
        if (statuses.some(({ from, word }) => from === date && word === status)) continue;
        const problem = `paragraph ${String(number)} of ${resolution.id} is not ${status} from ${date} on`;
        source.fault(path, problem, `Add that status to ${resolution.file}, or correct the date or the kind here.`);
      }
      statuses.forEach(({ from, word }, at) => {
        if (word !== 'renewed' && word !== 'superseded') return;
        if (own.some(({ date, status }) => date === from && status === word)) return;
        const problem = `is ${word}, and no paragraph succeeds it on ${String(from)}`;
        const remedy = `Add the succession to ${source.file}, with its successor; or correct the status.`;
        resolution.fault(['paragraphs', index, 'statuses', at, 'status'], problem, remedy);
      });
    });
  }
}

/** The entries whose day can be read; of the others, the shape has been reported. */
function entriesOf(source: Source): Entry[] {
  return listAt(source.value, ['successions']).flatMap((entry, index): Entry[] => {
    const path = ['successions', index];
    const date = valueAt(entry, ['date']);
    if (typeof date !== 'string' || !isIsoDate(date)) return [];
    const [from, to] = (['from', 'to'] as const).map((side) => refsAt(source, [...path, side]));
    return [{ path, date, kind: valueAt(entry, ['kind']), from: from ?? [], to: to ?? [] }];
  });
}

function refsAt(source: Source, path: Path): Cited[] {
  return listAt(source.value, path).flatMap((entry, index): Cited[] => {
    const resolution = valueAt(entry, ['resolution']);
    const paragraph = valueAt(entry, ['paragraph']);
    if (typeof resolution !== 'string' || (typeof paragraph !== 'number' && paragraph !== 'unknown')) return [];
    return [{ ref: { resolution, paragraph }, path: [...path, index] }];
  });
}

function nameOf({ resolution, paragraph }: ParagraphRef): string {
  return `paragraph ${paragraph} of ${resolution}`;
}

function inOrderOfTime(entries: Entry[]): Entry[] {
  return [...entries].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}
