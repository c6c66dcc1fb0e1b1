import { Command, CommanderError } from 'commander';
import { CatalogueInvalid, formatFaults } from '../adapters/mandates/fault.js';
import { absenceCommand } from './absence.js';
import { answerCommand } from './answer.js';
import { contactsCommand } from './contacts.js';
import { calendarCommand } from './calendar.js';
import { decideCommand } from './decide.js';
import { digestCommand } from './digest.js';
import { CommandFault } from './fault.js';
import { fileCommand } from './file.js';
import { endCommand } from './end.js';
import { extendCommand } from './extend.js';
import { historyCommand } from './history.js';
import { implementationCommand } from './implementation.js';
import { mailCommand } from './mail.js';
import { mandateCommand } from './mandate.js';
import { matrixCommand } from './matrix.js';
import { openCommand } from './open.js';
import { pauseCommand, resumeCommand } from './pause.js';
import { planCommand } from './plan.js';
import { recommendationCommand } from './recommendation.js';
import { observationCommand, pledgeCommand, projectCommand, registrationCommand } from './register.js';
import { releaseCommand } from './release.js';
import { replanCommand } from './replan.js';
import { reportCommand } from './report.js';
import { rescheduleCommand } from './reschedule.js';
import { retryCommand } from './retry.js';
import { signInCommand } from './sign-in.js';
import { simulateCommand } from './simulate.js';
import { startCommand } from './start.js';
import { statusCommand } from './status.js';
import { treatiesCommand } from './treaties.js';
import { withUsageFaults } from './usage.js';

const COMMANDS = [
  startCommand,
  openCommand,
  releaseCommand,
  statusCommand,
  decideCommand,
  fileCommand,
  absenceCommand,
  contactsCommand,
  extendCommand,
  pauseCommand,
  resumeCommand,
  rescheduleCommand,
  replanCommand,
  endCommand,
  retryCommand,
  planCommand,
  calendarCommand,
  simulateCommand,
  answerCommand,
  historyCommand,
  digestCommand,
  reportCommand,
  implementationCommand,
  matrixCommand,
  recommendationCommand,
  registrationCommand,
  projectCommand,
  observationCommand,
  pledgeCommand,
  treatiesCommand,
  signInCommand,
  mailCommand,
  mandateCommand,
];

/** Runs one command. Exit code 0 is done, 1 could not be done, 2 was asked wrongly. */
export async function main(argv: string[]): Promise<void> {
  // `coordinator status | head` closes the pipe early: that is no fault.
  process.stdout.on('error', (fault: NodeJS.ErrnoException) => process.exit(fault.code === 'EPIPE' ? 0 : 1));
  const program = new Command('coordinator')
    .description(
      'Keeps the duties that a General Assembly resolution lays on the OAS Coordinator on Trafficking in Persons.',
    )
    .addHelpText('after', '\nExit codes: 0 done, 1 could not be done, 2 asked wrongly.');
  for (const command of COMMANDS) program.addCommand(command());
  withUsageFaults(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (fault) {
    process.exitCode = report(fault);
  }
}

function report(fault: unknown): number {
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : 2;
  if (fault instanceof CatalogueInvalid) {
    console.error(`The mandate files cannot be used:\n${formatFaults(fault.faults)}`);
    return 1;
  }
  console.error(fault instanceof Error ? fault.message : String(fault));
  return fault instanceof CommandFault ? fault.exitCode : 1;
}
