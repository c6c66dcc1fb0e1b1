import { Command } from 'commander';
import type { z } from 'zod';
import { REGISTER_SHAPES } from '../adapters/registers/shape.js';
import { valueFaults } from '../adapters/mandates/shape.js';
import type { EntryOf } from '../adapters/registers/shape.js';
import type { Closing, EntryChange } from '../domain/entry.js';
import type { Register } from '../domain/mandate.js';
import { nextId } from '../domain/entry.js';
import { isIsoDate } from '../domain/iso-date.js';
import { dateIn } from '../domain/plan.js';
import { systemClock } from '../worker/clock.js';
import type { OpenRecord } from '../worker/composition.js';
import { CommandFault } from './fault.js';
import { BY } from './operator.js';
import { print, printJson, printTable } from './output.js';
import { withRecord } from './session.js';

/** What every change to a register says beside itself. */
export interface ActOptions {
  because: string;
  by: string;
}

/** How a person keeps one register. */
export interface RegisterWords<R extends Register> {
  register: R;
  /** The command, and what an entry is called: `pledge`. */
  name: string;
  /** `pledges promised to the specific fund`. */
  description: string;
  /** The fields of an entry: option and what it means. */
  options: [string, string][];
  /** What the options say as fields: parties by their codes, and what may be asked of the record. */
  read: (
    given: Record<string, string>,
    record: OpenRecord,
  ) => Record<string, unknown> | Promise<Record<string, unknown>>;
  columns: string[];
  row: (entry: EntryOf<R>) => string[];
  /** How an entry is settled: `paid`, and how the list says it. */
  closing: { verb: string; description: string; done: string };
  /** What is printed below the list. */
  summary?: (entries: EntryOf<R>[]) => void;
}

/** The command of a register: add, list, correct, settle, reopen, history. */
export function registerCommand<R extends Register>(words: RegisterWords<R>): Command {
  const { name, register, options, closing } = words;
  const command = new Command(name).description(words.description);
  const article = /^[aeiou]/.test(name) ? 'an' : 'a';
  const add = command.command('add').description(`put ${article} ${name} on record`);
  for (const [flags, meaning] of options)
    add.option(flags, isRequired(register, nameOf(flags)) ? `${meaning} (required)` : meaning);
  withAct(add).action((given: Record<string, string> & ActOptions) =>
    withRecord(async (record) => {
      const fields = checked(words, await words.read(fieldsOf(given), record), record);
      const changes = await record.registers.record(
        register,
        (entries) => {
          const same = entries.find((one) => isSame(one.fields, fields));
          if (same) throw new CommandFault(`${same.id} says the same: nothing was added.`, 1);
          return [{ entry: nextId(name, entries), party: null, fields, reason: given.because }];
        },
        act(given),
      );
      print(`On record as ${changes[0]?.entry ?? ''}.`);
    }),
  );
  command
    .command('list')
    .description(`what is on record: ${words.description}`)
    .option('--open', `only what is not ${closing.done}`)
    .option('--json', 'one JSON object a line')
    .action(({ open, json }: { open?: boolean; json?: boolean }) =>
      withRecord(async ({ registers }) => {
        const all = await registers.findEntries(register);
        const shown = open ? all.filter((one) => closedOf(one) === null) : all;
        if (json) shown.forEach(({ id, fields }) => printJson({ id, ...(fields as object) }));
        else if (shown.length === 0) print(`No ${name} is on record.`);
        else {
          printTable(
            ['id', ...words.columns, closing.done],
            shown.map((one) => [one.id, ...words.row(one), closingText(closedOf(one))]),
          );
          words.summary?.(shown);
        }
      }),
    );
  const correct = command
    .command('correct')
    .argument('<id>')
    .description('correct what was put on record; what it said before is kept');
  for (const [flags, meaning] of options) correct.option(flags, meaning);
  withAct(correct).action((id: string, given: Record<string, string> & ActOptions) =>
    withRecord(async (record) => {
      const said = fieldsOf(given);
      if (Object.keys(said).length === 0) throw new CommandFault('Nothing to correct was named: see --help.', 2);
      const fields = await words.read(said, record);
      await record.registers.record(
        register,
        (entries) => {
          const entry = found(name, entries, id);
          checked(words, { ...(entry.fields as object), ...fields }, record);
          return [{ entry: id, party: null, fields, reason: given.because }];
        },
        act(given),
      );
      print(`${id} is corrected.`);
    }),
  );
  const settle = command.command(closing.verb).argument('<id>').description(closing.description);
  withEvidence(settle).action((id: string, given: EvidenceOptions) =>
    withRecord(async (record) => {
      await settleEntry(record, words, id, await closingOf(given, record), given);
      print(`${id} is ${closing.done}.`);
    }),
  );
  const reopen = command.command('reopen').argument('<id>').description(`say that it is not ${closing.done} after all`);
  withAct(reopen).action((id: string, given: ActOptions) =>
    withRecord(async (record) => {
      await settleEntry(record, words, id, null, given);
      print(`${id} is open again.`);
    }),
  );
  command.addCommand(historyOf(register, name));
  return command;
}

async function settleEntry<R extends Register>(
  { registers }: OpenRecord,
  { register, name, closing }: RegisterWords<R>,
  id: string,
  closed: Closing | null,
  given: ActOptions,
): Promise<void> {
  await registers.record(
    register,
    (entries) => {
      const before = closedOf(found(name, entries, id));
      if ((before === null) === (closed === null))
        throw new CommandFault(
          `${id} is ${before === null ? 'open' : `${closing.done} since ${before.date}`} already. Nothing was changed.`,
          1,
        );
      return [{ entry: id, party: null, fields: { closed }, reason: given.because }];
    },
    act(given),
  );
}

/** Everything that was said of one entry, oldest first. */
export function historyOf(register: Register, name: string): Command {
  return new Command('history')
    .argument('<id>')
    .description('everything that was said of it: when, by whom, what and why')
    .option('--json', 'one JSON object a line')
    .action((id: string, { json }: { json?: boolean }) =>
      withRecord(async ({ registers }) => {
        const { history } = found(name, await registers.findEntries(register), id);
        if (json) history.forEach(printJson);
        else
          printTable(
            ['at', 'by', 'party', 'what', 'why'],
            history.map((one: EntryChange) => [one.at, one.by, one.party ?? '', fieldsWords(one.fields), one.reason]),
          );
      }),
    );
}

/** `document: CP/doc.1; due: 2026-12-10`; what is not set is left out, and an end that was taken back says so. */
function fieldsWords(fields: object): string {
  return Object.entries(fields)
    .flatMap(([name, value]: [string, unknown]) => {
      if (name === 'closed')
        return value === null
          ? Object.keys(fields).length === 1
            ? ['open again']
            : []
          : [`closed: ${valueWords(value)}`];
      const words = valueWords(value);
      return words === '' ? [] : [`${name}: ${words}`];
    })
    .join('; ');
}

/** A text or a number as it stands; what has parts, such as a text by language, part by part. */
function valueWords(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, part]: [string, unknown]) => [name, valueWords(part)])
    .filter(([, words]) => words !== '')
    .map((pair) => pair.join(' '))
    .join(', ');
}

export function withAct(command: Command): Command {
  return command
    .requiredOption('--because <words>', 'why, for the record')
    .option('--by <person>', 'who says so, for the record', BY);
}

export interface EvidenceOptions extends ActOptions {
  evidence: string;
  date?: string;
}

export function withEvidence(command: Command): Command {
  return withAct(command)
    .requiredOption('--evidence <words>', 'what shows it: the symbol of a document, a submission, a reference')
    .option('--date <date>', 'the day on which it happened, yyyy-mm-dd; today by default');
}

/** The day and the evidence that were given. Throws CommandFault for a day that is none or has not come. */
export async function closingOf({ date, evidence }: EvidenceOptions, record: OpenRecord): Promise<Closing> {
  const today = dateIn(systemClock.now(), record.catalogue.headquarters.zone);
  if (evidence.trim() === '')
    throw new CommandFault('--evidence says nothing: name what shows it. Nothing was changed.', 2);
  if (date !== undefined && !isIsoDate(date))
    throw new CommandFault(`--date: '${date}' is not a date of the calendar (yyyy-mm-dd). Nothing was changed.`, 2);
  if (date !== undefined && date > today)
    throw new CommandFault(`--date: ${date} has not come: give the day on which it happened. Nothing was changed.`, 2);
  return { date: date ?? today, evidence: evidence.trim() };
}

export function act({ because, by }: ActOptions): { by: string; at: string } {
  if (because.trim() === '') throw new CommandFault('--because says nothing: say why. Nothing was changed.', 2);
  return { by, at: systemClock.now() };
}

/** An entry by its id. Throws CommandFault that lists what is on record. */
export function found<T extends { id: string }>(name: string, entries: readonly T[], id: string): T {
  const entry = entries.find((one) => one.id === id);
  if (entry) return entry;
  const known = entries.map((one) => one.id).join(', ');
  throw new CommandFault(`There is no ${name} '${id}'. On record: ${known || 'none'}. Nothing was changed.`, 2);
}

/** The fields of an entry, whole. Throws CommandFault with every fault, by option, before anything is changed. */
function checked<R extends Register>(
  { register, options }: Pick<RegisterWords<R>, 'register' | 'options'>,
  fields: Record<string, unknown>,
  { catalogue }: OpenRecord,
): Record<string, unknown> {
  const result = (REGISTER_SHAPES[register].entry as z.ZodType<Record<string, unknown>>).safeParse(fields);
  const faults = result.success
    ? []
    : valueFaults(result.error, fields).map(({ path, problem, remedy, isMissing }) => {
        const name = path.join('.');
        const meaning = options.find(([flags]) => nameOf(flags) === name)?.[1];
        const hint = isMissing && meaning !== undefined ? `Give ${meaning}.` : remedy;
        return `--${name}: ${problem}. ${hint}`;
      });
  const { date } = fields;
  if (typeof date === 'string' && isIsoDate(date) && date > dateIn(systemClock.now(), catalogue.headquarters.zone))
    faults.push(`--date: ${date} has not come. Give the day on which it happened.`);
  if (!result.success || faults.length > 0) throw new CommandFault(`${faults.join('\n')}\nNothing was changed.`, 2);
  return result.data;
}

/** Each fault of a value by the place where it stands, what is wrong and what to do. */
export function faultsOf(error: z.ZodError, value: unknown): string[] {
  return valueFaults(error, value).map(({ path, problem, remedy }) => {
    const place = path.length === 0 ? '' : `${path.join('.')}: `;
    return `${place}${problem}. ${remedy}`;
  });
}

/** `date` of `--date <date>`. */
function nameOf(flags: string): string {
  return /^--(\w+)/.exec(flags)?.[1] ?? '';
}

function isRequired(register: Register, field: string): boolean {
  const shape: Record<string, z.ZodType> = REGISTER_SHAPES[register].entry.shape;
  return shape[field]?.safeParse(undefined).success === false;
}

function fieldsOf(given: Record<string, string> & Partial<ActOptions>): Record<string, string> {
  const { because: _because, by: _by, ...fields } = given;
  return fields;
}

function isSame(one: unknown, other: Record<string, unknown>): boolean {
  const plain = (fields: object): string => JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
  return plain(one as object) === plain(other);
}

function closedOf({ fields }: { fields: unknown }): Closing | null {
  return (fields as { closed: Closing | null }).closed;
}

export function closingText(closed: Closing | null): string {
  return closed === null ? 'no' : `${closed.date}: ${closed.evidence}`;
}
