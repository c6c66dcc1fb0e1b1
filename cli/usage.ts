import type { Command } from 'commander';

/** Lets what was asked wrongly of a command, or of any below it, be thrown instead of ending the process; and points to the help. */
export function withUsageFaults(command: Command): Command {
  command.exitOverride().showHelpAfterError('(see --help)');
  command.commands.forEach(withUsageFaults);
  return command;
}
