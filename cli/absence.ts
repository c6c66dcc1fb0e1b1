import { Command } from 'commander';
import { absenceOn, deputyOf, refusalOfAbsence } from '../domain/absence.js';
import { dateIn } from '../domain/plan.js';
import { unusableIn } from '../domain/reserved-domain.js';
import { systemClock } from '../worker/clock.js';
import { adjustmentId } from './adjust.js';
import { CommandFault } from './fault.js';
import { BY } from './operator.js';
import { print, printJson, printTable } from './output.js';
import { withRecord } from './session.js';

interface Options {
  from?: string;
  until?: string;
  deputy?: string;
  authority?: string;
  reason?: string;
  back?: boolean;
  json?: boolean;
}

export function absenceCommand(): Command {
  return new Command('absence')
    .description('say when the Coordinator is away and who decides meanwhile; without options, list what is recorded')
    .option('--from <date>', 'the first day, yyyy-mm-dd')
    .option('--until <date>', 'the day on which the Coordinator is back, yyyy-mm-dd')
    .option('--deputy <person>', 'name and address: "Ana Pérez <aperez@oas.org>"')
    .option('--authority <words>', 'who allowed it: a note or a document')
    .option('--reason <words>', 'why')
    .option('--back', 'say that the Coordinator is back today, before the day that was planned')
    .option('--json', 'one JSON object a line, for the list')
    .action((options: Options) => absence(options));
}

async function absence({ from, until, deputy, authority, reason, back = false, json }: Options): Promise<void> {
  if (back) return comeBack();
  const isList = [from, until, deputy, authority, reason].every((one) => one === undefined);
  await withRecord(async ({ absences, catalogue }, config) => {
    const known = await absences.findAbsences();
    if (isList) {
      if (json) known.forEach(printJson);
      else if (known.length === 0) print('No absence is recorded.');
      else
        printTable(
          ['from', 'back on', 'deputy', 'address', 'reason', 'authority'],
          known.map((one) => [
            one.fromDate,
            one.untilDate,
            one.deputy.name,
            one.deputy.address,
            one.reason,
            one.authority,
          ]),
        );
      return;
    }
    const at = systemClock.now();
    const given = {
      id: adjustmentId('absence'),
      fromDate: from ?? '',
      untilDate: until ?? '',
      deputy: deputyOf(deputy ?? ''),
      authority: authority ?? '',
      reason: reason ?? '',
      by: BY,
    };
    const refusal = refusalOfAbsence(given, {
      known,
      today: dateIn(at, catalogue.headquarters.zone),
      isReserved: unusableIn(config),
    });
    if (refusal !== null) throw new CommandFault(`${refusal} Nothing was changed.`, 2);
    await absences.record(given, at);
    print(
      `On record: from ${given.fromDate} until ${given.untilDate}, ${given.deputy.name} decides what waits too long.`,
    );
  });
}

async function comeBack(): Promise<void> {
  await withRecord(async ({ absences, catalogue }) => {
    const today = dateIn(systemClock.now(), catalogue.headquarters.zone);
    const now = absenceOn(await absences.findAbsences(), today);
    if (now === null) throw new CommandFault(`No absence holds on ${today}: see absence. Nothing was changed.`, 2);
    await absences.comeBack(now.id, today, BY);
    print(`Back since ${today}, instead of ${now.untilDate}: nothing goes to ${now.deputy.name} any more.`);
  });
}
