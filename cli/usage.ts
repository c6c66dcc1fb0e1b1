import { Help } from 'commander';
import type { Command, Option } from 'commander';

const help = new Help();

/**
 * Lets what was asked wrongly of a command, or of any below it, be thrown instead of ending the process, and points to the help,
 * which says of each option whether it is required.
 */
export function withUsageFaults(command: Command): Command {
  command.exitOverride().showHelpAfterError('(see --help)').configureHelp({ optionDescription: descriptionOf });
  command.commands.forEach(withUsageFaults);
  return command;
}

function descriptionOf(option: Option): string {
  const description = help.optionDescription(option);
  return option.mandatory && option.defaultValue === undefined ? `${description} (required)` : description;
}
