import { Command } from 'commander';
import { CONFIG_VARIABLES, loadConfig } from '../worker/config.js';
import type { VariableName } from '../worker/config.js';
import { print } from './output.js';

export function startCommand(): Command {
  const command = new Command('start')
    .description('start everything and stay in the foreground')
    .option('--only <roles>', 'only these of worker,web,intake, against servers that run elsewhere')
    .option(
      '--new',
      'make anew what is missing of keys, database and documents, once; notes that are out need a person then',
    );
  for (const { option, name, default: preset, meaning } of CONFIG_VARIABLES) {
    if (option !== null)
      command.option(`${option} <value>`, `${meaning} (${name}${preset === null ? '' : `, default ${preset}`})`);
  }
  return command.action(async ({ new: isNew, ...options }: Record<string, string | undefined> & { new?: true }) => {
    const config = loadConfig(undefined, overridesOf(options));
    // Read only now: it takes half a second that no other command should wait for.
    const { supervise } = await import('../worker/supervisor.js');
    process.exitCode = await supervise(config, { only: options.only, isNew: isNew === true, print });
  });
}

function overridesOf(options: Record<string, string | undefined>): Partial<Record<VariableName, string>> {
  const overrides: Partial<Record<VariableName, string>> = {};
  for (const { option, name } of CONFIG_VARIABLES) {
    const key = option?.slice(2).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const value = key === undefined ? undefined : options[key];
    if (value !== undefined) overrides[name] = value;
  }
  return overrides;
}
