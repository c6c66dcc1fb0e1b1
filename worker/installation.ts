import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { markPath, readMark, writeMark } from '../adapters/documents/file-mark.js';
import { openFileStore } from '../adapters/documents/file-store.js';
import { holdsDocuments } from '../adapters/documents/inventory.js';
import { findPostgresUrl } from '../adapters/embedded/postgres-server.js';
import { migrate } from '../adapters/postgres/database.js';
import type { Database } from '../adapters/postgres/database.js';
import { createInstallationStore } from '../adapters/postgres/installation-store.js';
import { judgeInstallation, PARTS } from '../domain/installation.js';
import type { InstallationFacts, InstallationVerdict, Part } from '../domain/installation.js';
import { installationFault, madeAnewWords } from '../domain/installation-words.js';
import type { InstallationPlaces } from '../domain/installation-words.js';
import { hasSigned } from '../domain/reply-address.js';
import { EMBEDDED_HOST } from './config.js';
import type { Config } from './config.js';
import { findSecrets, loadSecrets, markSecrets, secretsPath } from './secrets.js';

/*
 * Data folder, keys, database and documents are one installation, by an id that stands in each. Whatever opens the
 * record passes through here: a start writes the id, everything else compares.
 */

/** A part is missing or another's; the message has a line for each, with what to do. */
export class InstallationFault extends Error {
  override readonly name = 'InstallationFault';
}

/** Where the documents of a data folder are. */
export const documentsFolder = (data: string): string => path.join(data, 'documents');

/**
 * Compares the parts and changes nothing. `db` is null where the database is known to be missing. A command passes on
 * what has neither keys nor ids, which a first start makes; a start (`start`) does not, where something was there.
 * @throws InstallationFault
 */
export async function assertInstallation(
  config: Config,
  db: Database | null,
  start: { isNew: boolean } | null = null,
): Promise<void> {
  await judge(config, db, start);
}

/**
 * Brings an installation to its start: compares the parts, makes what was never there (with `isNew` also what is
 * missing), brings the tables to this version, and writes the id where it is not yet. The folder's mark is written
 * first and finished last, so that a start that is cut off anywhere goes on at the next. Several processes may do this
 * at once.
 * @returns what `isNew` has made anew, in lines for the operator.
 * @throws InstallationFault before anything was changed.
 */
export async function settleInstallation(config: Config, db: Database, start: { isNew: boolean }): Promise<string[]> {
  const { data } = config;
  const store = createInstallationStore(db);
  const documents = documentsFolder(data);
  return store.alone(async () => {
    const { facts, verdict } = await judge(config, db, start);
    const id = verdict.id ?? randomUUID();
    const isMarked = (part: Part): boolean => facts[part].installation === id;
    const isWhole = facts.folder?.installation === id && facts.folder.making === undefined;
    if (!isWhole || !PARTS.every(isMarked)) await writeMark(data, { installation: id, making: verdict.missing });
    if (!facts.keys.isThere) await loadSecrets(data);
    if (!isMarked('keys')) await markSecrets(data, id);
    await mkdir(documents, { recursive: true });
    if (!isMarked('documents')) await writeMark(documents, { installation: id });
    await migrate(db);
    if (!isMarked('database')) await store.mark(id);
    if (!isWhole || !PARTS.every(isMarked)) await writeMark(data, { installation: id });
    return madeAnewWords(verdict.lost);
  });
}

async function judge(
  config: Config,
  db: Database | null,
  start: { isNew: boolean } | null,
): Promise<{ facts: InstallationFacts; verdict: InstallationVerdict }> {
  const facts = await findFacts(config, db);
  const verdict = judgeInstallation(facts);
  // Before its first start there is nothing that a command could confuse.
  const isUnborn = start === null && verdict.id === null && !facts.keys.isThere;
  const fault = isUnborn ? null : installationFault(facts, verdict, await placesOf(config), start?.isNew === true);
  if (fault !== null) throw new InstallationFault(fault);
  return { facts, verdict };
}

async function findFacts({ data }: Config, db: Database | null): Promise<InstallationFacts> {
  const folder = documentsFolder(data);
  const [secrets, mark] = await Promise.all([findSecrets(data), readMark(folder)]);
  const store = db === null ? null : createInstallationStore(db);
  const found = {
    folder: await readMark(data),
    keys: { isThere: secrets !== null, installation: secrets?.installation ?? null },
    documents: { isThere: mark !== null || (await holdsDocuments(folder)), installation: mark?.installation ?? null },
    database: (await store?.find()) ?? { isThere: false, installation: null },
    keysSign: null,
    documentsHold: null,
  };
  const isToldByIds = PARTS.every((part) => !found[part].isThere || found[part].installation !== null);
  if (store === null || !found.database.isThere || isToldByIds) return found;
  // What carries no id is known by what it holds.
  const sent = (await store.findSent()).map((mail) => `${mail.replyAddress} ${mail.envelopeFrom} ${mail.text}`);
  const named = await store.findNamedDocuments();
  return {
    ...found,
    keysSign: secrets === null ? null : anyOf(sent.map((text) => hasSigned(text, secrets.replyKey))),
    documentsHold: anyOf(found.documents.isThere ? await holdEach(folder, named) : named.map(() => false)),
  };
}

async function holdEach(folder: string, names: string[]): Promise<boolean[]> {
  const documents = await openFileStore(folder);
  return Promise.all(names.map((sha256) => documents.has(sha256)));
}

/** Whether one says yes; null where none says anything. */
function anyOf(answers: (boolean | null)[]): boolean | null {
  const told = answers.filter((answer) => answer !== null);
  return told.length === 0 ? null : told.includes(true);
}

async function placesOf({ data, databaseUrl, postgresPort }: Config): Promise<InstallationPlaces> {
  const embedded = await findPostgresUrl({ dataDir: data, host: EMBEDDED_HOST, port: postgresPort });
  const isDatabaseSet = databaseUrl !== null && databaseUrl !== embedded;
  return {
    folder: data,
    mark: markPath(data),
    keys: secretsPath(data),
    documents: documentsFolder(data),
    database: isDatabaseSet ? hostOf(databaseUrl) : path.join(data, 'postgres'),
    isDatabaseSet,
  };
}

function hostOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `PostgreSQL at ${host}${pathname}`;
}
