import { Help } from 'commander';
import type { Command, Option } from 'commander';

const help = new Help();

/**
 * Lets what was asked wrongly of a command, or of any below it, be thrown instead of ending the process, and points to the help,
 * which says of each option whether it is required.
 */
export function withUsageFaults(command: Command): Command {
  command
    .exitOverride()
    .showHelpAfterError('(see --help)')
    .configureHelp({ optionDescription: descriptionOf })
    .configureOutput({ outputError: (words, write) => write(`${words}${hintOn(words, command)}`) });
  command.commands.forEach(withUsageFaults);
  return command;
}

/** Where a party was named the one way and the command takes it the other way, how it is named. */
function hintOn(words: string, { options, registeredArguments }: Command): string {
  const hasOption = options.some(({ long }) => long === '--party');
  const isArgument = registeredArguments.some((one) =>
    ['party', 'parties', 'state', 'states', 'request', 'calendar'].includes(one.name()),
  );
  if (hasOption && words.includes('too many arguments')) return 'A party is named by an option here: --party BRA.\n';
  if (isArgument && words.includes("unknown option '--party'"))
    return 'A party is named without an option here: BRA.\n';
  return '';
}

function descriptionOf(option: Option): string {
  const description = help.optionDescription(option);
  return option.mandatory && option.defaultValue === undefined ? `${description} (required)` : description;
}
