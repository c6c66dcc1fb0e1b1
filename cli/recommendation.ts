import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import { parse } from 'yaml';
import type { z } from 'zod';
import { recommendationsFile } from '../adapters/registers/shape.js';

import type { EntryChange } from '../domain/entry.js';
import { FOLLOW_UP_STATUSES, followUpOf, headingIn, isOpenFor } from '../domain/recommendation.js';
import type { FollowUpStatus, Recommendation } from '../domain/recommendation.js';
import type { Party } from '../domain/mandate.js';
import type { OpenRecord } from '../worker/composition.js';
import { act, closingOf, closingText, faultsOf, found, historyOf, withAct, withEvidence } from './entry.js';
import type { ActOptions, EvidenceOptions } from './entry.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';
import { print, printJson, printTable } from './output.js';
import { partyNamed, withParty } from './party-option.js';
import { withRecord } from './session.js';

type NewChange = Omit<EntryChange, 'by' | 'at'>;

/** The register of paragraph 7: each conclusion or recommendation that a meeting adopted, and how far each state is with it. */
export function recommendationCommand(): Command {
  const command = new Command('recommendation').description(
    'the conclusions and recommendations of the meeting: what each state has done, until each is closed',
  );
  withAct(
    command
      .command('load')
      .argument('<file>')
      .description('put adopted ones on record, from a file: docs/recommendations.md'),
  ).action(load);
  withParty(command.command('list'), 'one state by its code or name; all by default')
    .description('what is on record, and how many states are how far; or how far one state is')
    .option('--open', 'only what is open')
    .option('--json', 'one JSON object a line')
    .action(list);
  withEvidence(
    command
      .command('set')
      .argument('<id>')
      .description('say how far a state is with one of them; what was said before is kept')
      .requiredOption('--party <party>', 'the state by its code or name')
      .requiredOption('--status <status>', FOLLOW_UP_STATUSES.join(', ')),
  ).action(set);
  withEvidence(
    command
      .command('close')
      .argument('<id>')
      .description('close one: nobody is asked about it any more; with --party that state alone')
      .option('--party <party>', 'one state by its code or name'),
  ).action((id: string, given: EvidenceOptions & { party?: string }) => settle(id, given, true));
  withAct(
    command
      .command('reopen')
      .argument('<id>')
      .description('open again what was closed')
      .option('--party <party>', 'one state by its code or name'),
  ).action((id: string, given: ActOptions & { party?: string }) => settle(id, given, false));
  command.addCommand(historyOf('recommendations', 'recommendation'));
  return command;
}

async function load(file: string, given: ActOptions): Promise<void> {
  const { document, meeting, source, recommendations } = await read(file);
  await withRecord(async ({ registers }) => {
    const changes = await registers.record(
      'recommendations',
      (entries) =>
        recommendations.flatMap(({ id, heading, text }): NewChange[] => {
          const fields = { document, meeting, source, heading, text };
          const known = entries.find((one) => one.id === id);
          if (!known) return [{ entry: id, party: null, fields: { ...fields, closed: null }, reason: given.because }];
          const { closed: _closed, ...before } = known.fields;
          // A corrected file corrects: what it said before stays in the history.
          return isDeepStrictEqual(before, fields) ? [] : [{ entry: id, party: null, fields, reason: given.because }];
        }),
      act(given),
    );
    const [one] = changes;
    if (!one) print('All of them are on record already: nothing was changed.');
    else print(`On record: ${changes.map(({ entry }) => entry).join(', ')}.`);
  });
}

async function read(file: string): Promise<z.output<typeof recommendationsFile>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new CommandFault(`${file} cannot be read: give the path of a file. Nothing was changed.`, 2);
  }
  let data: unknown;
  try {
    data = parse(text);
  } catch (fault) {
    throw new CommandFault(`${file} is neither YAML nor JSON: ${(fault as Error).message}. Nothing was changed.`, 2);
  }
  const result = recommendationsFile.safeParse(data);
  if (result.success) return result.data;
  throw new CommandFault(
    `${faultsOf(result.error, data)
      .map((fault) => `${file}: ${fault}`)
      .join('\n')}\nNothing was changed.`,
    2,
  );
}

async function list(
  named: string | undefined,
  options: { party?: string; open?: boolean; json?: boolean },
): Promise<void> {
  const { open, json } = options;
  const text = partyNamed(named, options);
  await withRecord(async (record) => {
    const all = await record.registers.findEntries('recommendations');
    if (all.length === 0 && !json)
      return print('No recommendation is on record: see `coordinator recommendation load --help`.');
    if (text === undefined) return showAll(open ? all.filter(({ fields }) => fields.closed === null) : all, json);
    const party = stateOf(record, text);
    const lines = all
      .filter((one) => !open || isOpenFor(one, party.code))
      .map((one) => ({ one, isOpen: isOpenFor(one, party.code), ...followUpOf(one, party.code) }));
    if (json)
      lines.forEach(({ one, status, date, evidence, closed, isOpen }) =>
        printJson({
          id: one.id,
          party: party.code,
          heading: one.fields.heading,
          status,
          date,
          evidence,
          isOpen,
          closed: one.fields.closed ?? closed,
        }),
      );
    else
      printTable(
        ['id', 'heading', 'status', 'since', 'evidence', 'closed'],
        lines.map(({ one, status, date, evidence, closed }) => [
          one.id,
          headingIn(one, 'en'),
          status,
          date ?? '',
          evidence ?? '',
          closingText(one.fields.closed ?? closed),
        ]),
      );
  });
}

function showAll(recommendations: Recommendation[], json: boolean | undefined): void {
  if (json) return recommendations.forEach(({ id, fields, parties }) => printJson({ id, ...fields, parties }));
  printTable(
    ['id', 'heading', 'document or source', 'states', 'closed'],
    recommendations.map((one) => [
      one.id,
      headingIn(one, 'en'),
      one.fields.document ?? one.fields.source,
      countsOf(one),
      closingText(one.fields.closed),
    ]),
  );
}

/** `in-progress 3, implemented 1`; the states of which nothing is on record are left out. */
function countsOf({ parties }: Recommendation): string {
  const said = Object.values(parties);
  const counts = FOLLOW_UP_STATUSES.flatMap((status) => {
    const count = said.filter((one) => one.status === status).length;
    return count === 0 ? [] : [`${status} ${count}`];
  });
  return counts.join(', ') || 'unknown of all';
}

async function set(id: string, given: EvidenceOptions & { party: string; status: string }): Promise<void> {
  const status = FOLLOW_UP_STATUSES.find((one) => one === given.status);
  if (status === undefined)
    throw new CommandFault(
      `--status: '${given.status}' is none of ${FOLLOW_UP_STATUSES.join(', ')}. Nothing was changed.`,
      2,
    );
  await withRecord(async (record) => {
    const { code } = stateOf(record, given.party);
    const { date, evidence } = await closingOf(given, record);
    await change(record, id, given, (one) => {
      if (!isOpenFor(one, code))
        throw new CommandFault(`${id} is closed for ${code}: reopen it first. Nothing was changed.`);
      return { entry: id, party: code, fields: { status, date, evidence }, reason: given.because };
    });
    print(`${id}: ${code} is ${statusText(status)}, since ${date}. It stays open until it is closed.`);
  });
}

async function settle(
  id: string,
  given: (ActOptions | EvidenceOptions) & { party?: string },
  isClosing: boolean,
): Promise<void> {
  await withRecord(async (record) => {
    const code = given.party === undefined ? null : stateOf(record, given.party).code;
    const closed = isClosing && 'evidence' in given ? await closingOf(given, record) : null;
    const whom = code === null ? 'every state' : code;
    await change(record, id, given, (one) => {
      const before = code === null ? one.fields.closed : followUpOf(one, code).closed;
      if ((before !== null) === isClosing)
        throw new CommandFault(`${id} is ${isClosing ? 'closed' : 'open'} for ${whom} already. Nothing was changed.`);
      return { entry: id, party: code, fields: { closed }, reason: given.because };
    });
    print(`${id} is ${isClosing ? 'closed' : 'open again'} for ${whom}.`);
  });
}

async function change(
  { registers }: OpenRecord,
  id: string,
  given: ActOptions,
  decide: (one: Recommendation) => NewChange,
): Promise<void> {
  await registers.record('recommendations', (entries) => [decide(found('recommendation', entries, id))], act(given));
}

function stateOf({ catalogue }: OpenRecord, text: string): Party {
  const party = findParty(catalogue, text);
  if (party.kind === 'member-state') return party;
  throw new CommandFault(
    `--party: ${party.code} is no member state: the recommendations are addressed to them. Nothing was changed.`,
    2,
  );
}

function statusText(status: FollowUpStatus): string {
  return status.replace('-', ' ');
}
