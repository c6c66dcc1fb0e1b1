import { Command } from 'commander';
import { CommandFault } from './fault.js';
import { fileMailCommand, heldCommand } from './held.js';
import { rereadCommand } from './reread.js';

export function mailCommand(): Command {
  const command = new Command('mail').description('received mail: how it is read and classed, and what is held');
  for (const one of [explainCommand(), heldCommand(), fileMailCommand(), rereadCommand()]) command.addCommand(one);
  return command;
}

const EXPLAIN_HELP = `
What becomes of a mail is told by the rule that decides (domain/admission). It needs more than the bytes: which mail of ours is
answered, who its author is, whether the domain vouches for him. A file of facts says so; what it leaves out is assumed in favour
of the mail, and printed as assumed. docs/examples/mail-facts.yaml holds every fact there is.

Exit codes: 0 all explained, 1 a file could not be read, 2 asked wrongly.`;

function explainCommand(): Command {
  return new Command('explain')
    .description(
      'read and class raw messages, and say why and what becomes of them; needs no server and changes nothing',
    )
    .argument('[file...]', 'raw messages (.eml), or a bare winmail.dat')
    .option('--json', 'one JSON object a line, a file each')
    .option('--facts <file>', 'what else is known of them (YAML or JSON)')
    .addHelpText('after', EXPLAIN_HELP)
    .action(async (files: string[], options: { json?: boolean; facts?: string }) => {
      if (files.length === 0) throw new CommandFault('name at least one file: coordinator mail explain FILE...', 2);
      // The reader of mail takes longer to load than most commands to run.
      const { explainFiles } = await import('./explain.js');
      await explainFiles(files, options);
    });
}
