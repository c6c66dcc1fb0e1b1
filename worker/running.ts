import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CONFIG_VARIABLES, loadConfig } from './config.js';
import type { Config } from './config.js';

const schema = z.object({
  databaseUrl: z.string(),
  temporalAddress: z.string().nullable(),
  /** What the start was told, by variable: its ports count for the commands too, also where they were options. */
  settings: z.record(z.string(), z.string()),
});

/** Where what runs on a data folder can be reached. It holds the database's password: owner only. */
type Running = z.infer<typeof schema>;

const fileOf = (data: string): string => path.join(data, 'running.json');

/** Tells the commands of this data folder where the servers are, and with which settings it was started. */
export async function writeRunning(config: Config, servers: Omit<Running, 'settings'>): Promise<void> {
  const running: Running = { ...servers, settings: settingsOf(config) };
  const draft = `${fileOf(config.data)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(running)}\n`, { mode: 0o600 });
  await rename(draft, fileOf(config.data));
}

function settingsOf({ environment, mandates }: Config): Record<string, string> {
  const names = CONFIG_VARIABLES.filter(({ name, option }) => option !== null && name !== 'COORDINATOR_DATA');
  const given = names.flatMap(({ name }) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), COORDINATOR_MANDATES: mandates };
}

export async function removeRunning(data: string): Promise<void> {
  await rm(fileOf(data), { force: true });
}

/** The configuration with the servers and settings that run for its data folder, where none are set. */
export async function withRunning(config: Config): Promise<Config> {
  if (config.databaseUrl !== null && config.temporal !== null) return config;
  const text = await readFile(fileOf(config.data), 'utf8').catch(() => null);
  if (text === null) {
    throw new Error(
      `The service is not running for the data folder ${config.data}.\nStart it with \`npm start\`, or name another folder with COORDINATOR_DATA.`,
    );
  }
  const { databaseUrl, temporalAddress, settings } = schema.parse(JSON.parse(text));
  const found = {
    ...settings,
    DATABASE_URL: databaseUrl,
    ...(temporalAddress === null ? {} : { TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: 'default' }),
  };
  return loadConfig({ ...found, ...config.environment });
}
