import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { loadConfig } from './config.js';
import type { Config } from './config.js';

const schema = z.object({ databaseUrl: z.string(), temporalAddress: z.string().nullable() });

/** Where the embedded servers of a data folder can be reached. It holds the database's password: owner only. */
export type Running = z.infer<typeof schema>;

const fileOf = (data: string): string => path.join(data, 'running.json');

/** Tells the commands of this data folder where the servers are. */
export async function writeRunning(data: string, running: Running): Promise<void> {
  const draft = `${fileOf(data)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(running)}\n`, { mode: 0o600 });
  await rename(draft, fileOf(data));
}

export async function removeRunning(data: string): Promise<void> {
  await rm(fileOf(data), { force: true });
}

/** The configuration with the addresses of the servers that run for its data folder, where none are set. */
export async function withRunning(config: Config): Promise<Config> {
  if (config.databaseUrl !== null && config.temporal !== null) return config;
  const text = await readFile(fileOf(config.data), 'utf8').catch(() => null);
  if (text === null) {
    throw new Error(
      `The service is not running for the data folder ${config.data}.\nStart it with \`npm start\`, or name another folder with COORDINATOR_DATA.`,
    );
  }
  const { databaseUrl, temporalAddress } = schema.parse(JSON.parse(text));
  const found = {
    DATABASE_URL: databaseUrl,
    ...(temporalAddress === null ? {} : { TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: 'default' }),
  };
  return loadConfig({ ...found, ...config.environment });
}
