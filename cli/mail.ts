import { Command } from 'commander';
import { CommandFault } from './fault.js';
import { fileMailCommand, heldCommand } from './held.js';
import { rereadCommand } from './reread.js';

export function mailCommand(): Command {
  const command = new Command('mail').description('received mail: how it is read and classed, and what is held');
  for (const one of [explainCommand(), heldCommand(), fileMailCommand(), rereadCommand()]) command.addCommand(one);
  return command;
}

function explainCommand(): Command {
  return new Command('explain')
    .description('read and class raw messages, and say why; needs no server and changes nothing')
    .argument('[file...]', 'raw messages (.eml), or a bare winmail.dat')
    .option('--json', 'one JSON object a line, a file each')
    .addHelpText('after', '\nExit codes: 0 all explained, 1 a file could not be read, 2 asked wrongly.')
    .action(async (files: string[], options: { json?: boolean }) => {
      if (files.length === 0) throw new CommandFault('name at least one file: coordinator mail explain FILE...', 2);
      // The reader of mail takes longer to load than most commands to run.
      const { explainFiles } = await import('./explain.js');
      await explainFiles(files, options);
    });
}
