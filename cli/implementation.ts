import { Command } from 'commander';
import { implementationOf } from '../domain/implementation.js';
import { REGISTERS } from '../domain/mandate.js';
import type { CycleState, ParagraphImplementation, RegisterState } from '../domain/implementation.js';
import { dateIn } from '../domain/plan.js';
import { systemClock } from '../worker/clock.js';
import type { OpenRecord } from '../worker/composition.js';
import { filedWords, findFiled } from './filed.js';
import { print, printJson, printTable } from './output.js';
import { findEntries } from './paragraph.js';
import { withRecord } from './session.js';

export function implementationCommand(): Command {
  return new Command('implementation')
    .description(
      'the status of implementation for the Permanent Council: each paragraph, its duties, and what was answered',
    )
    .option('--json', 'one JSON object a line: each paragraph')
    .action(({ json }: { json?: boolean }) =>
      withRecord(async (record) => {
        const date = dateIn(systemClock.now(), record.catalogue.headquarters.zone);
        const paragraphs = implementationOf(
          findEntries(record.catalogue, date),
          await statesOf(record),
          await registersOf(record),
        );
        if (json) paragraphs.forEach(printJson);
        else show(paragraphs, date);
      }),
    );
}

async function statesOf(record: OpenRecord): Promise<CycleState[]> {
  const { cycles, intake } = record;
  const states: CycleState[] = [];
  for (const cycle of await cycles.findCycles()) {
    const progress = await cycles.findProgress(cycle.id);
    const last = await intake.findNewestOf(cycle.id);
    const filed = (last && (await findFiled(record, [last.id])).get(last.id)) ?? { text: '', files: [] };
    states.push({
      id: cycle.id,
      obligation: cycle.obligation,
      reportDate: cycle.reportDate,
      closedAt: cycle.closedAt,
      asked: progress?.asked ?? 0,
      answered: progress?.answered ?? 0,
      open: progress?.open ?? 0,
      lastAnswer: last ? { party: last.party, receivedAt: last.receivedAt, ...filed } : null,
    });
  }
  return states;
}

async function registersOf({ registers }: OpenRecord): Promise<RegisterState[]> {
  const states: RegisterState[] = [];
  for (const register of REGISTERS) {
    const entries: { fields: { closed: unknown } }[] = await registers.findEntries(register);
    const open = entries.filter(({ fields }) => fields.closed === null).length;
    states.push({ register, entries: entries.length, open });
  }
  return states;
}

function show(paragraphs: ParagraphImplementation[], date: string): void {
  print(
    `Status of implementation as of ${date}. The status is what a document says; answers are what the record holds.\n`,
  );
  printTable(
    ['no.', 'status', 'since', 'duty', 'cycle', 'answered', 'last answer'],
    paragraphs.flatMap(({ paragraph, status, since, duties }) =>
      duties.flatMap(({ obligation, isOwn, register, cycles }, index) => {
        const head = index === 0 ? [String(paragraph), status ?? 'not adopted yet', since ?? ''] : ['', '', ''];
        const duty = isOwn ? obligation : `${obligation} (serves it)`;
        const rows = cycles.map((cycle, place) => [
          ...(place === 0 ? [...head, duty] : ['', '', '', '']),
          `${cycle.id}${cycle.closedAt === null ? '' : ', closed'}`,
          `${cycle.answered} of ${cycle.asked}`,
          lastAnswerWords(cycle),
        ]);
        const kept =
          register === null || !isOwn
            ? []
            : [
                [
                  '',
                  '',
                  '',
                  '',
                  `register of ${register.register}`,
                  `${register.open} of ${register.entries} open`,
                  '',
                ],
              ];
        return [...(rows.length > 0 ? rows : [[...head, duty, 'never opened', '', '']]), ...kept];
      }),
    ),
  );
}

/** `CP 2027-01-08: "CP/RES. 1234 (2500/27)", resolution.pdf`. */
function lastAnswerWords({ lastAnswer }: CycleState): string {
  if (lastAnswer === null) return '';
  const words = filedWords(lastAnswer);
  return `${lastAnswer.party} ${lastAnswer.receivedAt.slice(0, 10)}${words === '' ? '' : `: ${words}`}`;
}
