import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const key = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.object({
  /** Signs reply addresses and links. Changed, no note that is out can be answered any more. */
  replyKey: key,
  /** Signs sign-in links and sessions of the desk. */
  sessionKey: key,
});

/** Keys of 32 bytes each, in hexadecimal. */
export type Secrets = z.infer<typeof schema>;

/**
 * The keys of a data folder, made at its first use and never again: `<data>/secrets.json`, which only its owner may read.
 * @throws Error when the file is there and is not whole: a new key would make every note that is out unanswerable.
 */
export async function loadSecrets(data: string): Promise<Secrets> {
  const path = join(data, 'secrets.json');
  const text = (await readText(path)) ?? (await makeSecrets(data, path));
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new Error(`${path} is damaged: bring it back from a copy.\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

async function makeSecrets(data: string, path: string): Promise<string> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  const secrets: Secrets = { replyKey: randomBytes(32).toString('hex'), sessionKey: randomBytes(32).toString('hex') };
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  try {
    // A link fails where another process was first: then its keys are everybody's.
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, 'utf8');
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
