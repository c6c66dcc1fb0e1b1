import { PARTS } from './installation.js';
import type { InstallationVerdict, InstallationFacts, Part } from './installation.js';

/** Where the parts are, as the operator knows them. */
export interface InstallationPlaces {
  /** The path of the data folder. */
  folder: string;
  /** The path of the mark in it. */
  mark: string;
  /** Paths; of a database that was set, its host and name without the password. */
  keys: string;
  database: string;
  documents: string;
  /** Whether the database is one that DATABASE_URL names. */
  isDatabaseSet: boolean;
}

/**
 * Why an installation cannot be used and what to do: a line for each part at fault. Null where nothing is, or where
 * what is lost is to be made anew (`isNew`, the option `--new`); what is another's is never taken over.
 */
export function installationFault(
  facts: InstallationFacts,
  verdict: InstallationVerdict,
  places: InstallationPlaces,
  isNew: boolean,
): string | null {
  const lost = isNew ? [] : verdict.lost;
  const { foreign } = verdict;
  if (lost.length === 0 && foreign.length === 0) return null;
  return [
    `The installation in ${places.folder} cannot be used:`,
    ...lost.map((part) => `  ${lostWords(part, places)}`),
    ...foreign.map(
      (part) =>
        `  ${part === 'folder' ? folderWords(facts, verdict, places) : foreignWords(part, facts, verdict, places)}`,
    ),
    ...(lost.length > 0 && foreign.length === 0 ? [NEW_WORDS] : []),
    ...(foreign.length > 0
      ? ['--new alone does not help here: it makes what is missing, and joins no two installations.']
      : []),
    'A new installation begins in an empty data folder: --data or COORDINATOR_DATA.',
  ].join('\n');
}

const NEW_WORDS =
  'Where it is lost for good, start once with --new: that makes anew what is missing and removes nothing. ' +
  'Notes that are out can then not be answered any more by themselves: ' +
  'what comes to their addresses is held for a person.';

const UNPROVEN: Record<Part, string> = {
  keys: 'they carry no id, and have signed none of the last mails on record',
  database: 'it carries no id, and does not know the keys and documents here',
  documents: 'they carry no id, and none of the last ones on record is among them',
};

function lostWords(part: Part, { keys, database, documents, isDatabaseSet }: InstallationPlaces): string {
  switch (part) {
    case 'keys':
      return (
        `The keys (${keys}) are missing: every note that is out was signed with them. ` +
        `Bring the file back from a copy.`
      );
    case 'documents':
      return (
        `The documents (${documents}) are missing: all that was received is kept there. ` +
        `Bring the folder back from a copy.`
      );
    case 'database':
      return isDatabaseSet
        ? `The database (${database}) is empty: the record of all that was asked and answered is not in it. ` +
            `Set DATABASE_URL to the right one, or bring it back from a copy.`
        : `The database (${database}) is missing: the record of all that was asked and answered is kept there. ` +
            `Bring the folder back from a copy, or set DATABASE_URL to where it is now.`;
  }
}

function foreignWords(
  part: Part,
  facts: InstallationFacts,
  { id }: InstallationVerdict,
  places: InstallationPlaces,
): string {
  const own = facts[part].installation;
  const [is, carries] = part === 'database' ? ['is', 'it carries'] : ['are', 'they carry'];
  const why = own === null ? UNPROVEN[part] : `${carries} the id ${own}, and this installation has ${id ?? 'none'}`;
  return `The ${part} (${places[part]}) ${is} not this installation's: ${why}. ${foreignRemedy(part, places)}`;
}

function foreignRemedy(part: Part, { isDatabaseSet }: InstallationPlaces): string {
  if (part === 'database')
    return isDatabaseSet
      ? 'Set DATABASE_URL to the right one, or COORDINATOR_DATA to the data folder that belongs to it.'
      : 'Bring its own back from a copy.';
  const what = part === 'keys' ? 'file' : 'folder';
  return (
    `Bring its own back from a copy; where that is lost for good, move this ${what} away ` +
    `and start once with --new.`
  );
}

function folderWords({ folder }: InstallationFacts, { id }: InstallationVerdict, { mark }: InstallationPlaces): string {
  return (
    `The data folder's ${mark} names installation ${folder?.installation ?? ''}, the other parts name ${id ?? ''}. ` +
    `Bring the parts back that belong to it, or, where the parts are right, remove that file: ` +
    `the next start writes it again.`
  );
}

/** What `--new` has made anew, and what follows from it: said once, by the start that made it. */
export function madeAnewWords(lost: readonly Part[]): string[] {
  if (lost.length === 0) return [];
  const made = PARTS.filter((part) => lost.includes(part)).map((part) => CONSEQUENCES[part]);
  return [`Made anew, as --new asks: ${lost.join(', ')}`, ...made];
}

const CONSEQUENCES: Record<Part, string> = {
  keys:
    'Notes that are out cannot be answered any more by themselves: their links open no page, ' +
    'and what comes to their addresses is held for a person',
  database:
    'The record begins empty, and cycles open anew: ' +
    'what comes to the address of a note that it does not know is held for a person',
  documents: 'What was received before cannot be shown any more',
};
