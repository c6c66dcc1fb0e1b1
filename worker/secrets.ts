import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const key = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.object({
  /** Signs reply addresses and links. Changed, no note that is out can be answered any more. */
  replyKey: key,
  /** Signs sign-in links and sessions of the desk. */
  sessionKey: key,
  /** The installation that they belong to; left out before there were ids. */
  installation: z.string().optional(),
});

/** Keys of 32 bytes each, in hexadecimal. */
export type Secrets = z.infer<typeof schema>;

export const secretsPath = (data: string): string => join(data, 'secrets.json');

/**
 * The keys of a data folder, `<data>/secrets.json`, which only its owner may read; null where there are none.
 * @throws Error when the file is there and is not whole: a new key would make every note that is out unanswerable.
 */
export async function findSecrets(data: string): Promise<Secrets | null> {
  const path = secretsPath(data);
  const text = await readText(path);
  if (text === null) return null;
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new Error(`${path} is damaged: bring it back from a copy.\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * The keys of a data folder on which a service has started. Throws Error where there are none; only a start makes them.
 */
export async function readSecrets(data: string): Promise<Secrets> {
  const secrets = await findSecrets(data);
  if (secrets !== null) return secrets;
  throw new Error(`${secretsPath(data)} is missing: the first start makes it; later, bring it back from a copy.`);
}

/**
 * The keys of a data folder, made where there are none. Only for a start that knows that none were there
 * (`worker/installation.ts`).
 */
export async function loadSecrets(data: string): Promise<Secrets> {
  return (await findSecrets(data)) ?? makeSecrets(data);
}

/** Writes into the file of the keys to which installation they belong; the keys stay. */
export async function markSecrets(data: string, installation: string): Promise<void> {
  const secrets = await readSecrets(data);
  const draft = await writeDraft(data, { ...secrets, installation });
  await rename(draft, secretsPath(data)).finally(() => rm(draft, { force: true }));
}

async function makeSecrets(data: string): Promise<Secrets> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  const secrets: Secrets = { replyKey: randomBytes(32).toString('hex'), sessionKey: randomBytes(32).toString('hex') };
  const draft = await writeDraft(data, secrets);
  try {
    // A link fails where another process was first: then its keys are everybody's.
    await link(draft, secretsPath(data)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return readSecrets(data);
}

async function writeDraft(data: string, secrets: Secrets): Promise<string> {
  const draft = `${secretsPath(data)}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
  return draft;
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
