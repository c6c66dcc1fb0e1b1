import type { Command } from 'commander';
import { CommandFault } from './fault.js';

/** Adds one party as an argument or as `--party`, whichever comes to mind. */
export function withParty(command: Command, meaning: string): Command {
  return command.argument('[party]', meaning).option('--party <party>', 'the same, as an option');
}

/** The party that was named either way. Throws CommandFault where the two name different ones. */
export function partyNamed(argument: string | undefined, { party }: { party?: string }): string | undefined {
  if (argument !== undefined && party !== undefined && argument !== party)
    throw new CommandFault(`Name one party: '${argument}' and --party ${party} are two.`, 2);
  return argument ?? party;
}
