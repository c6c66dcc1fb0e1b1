/**
 * What an installation consists of, beside its data folder. Each can be lost or confused with another's by itself, and
 * each is of no use without the others: the keys sign the addresses that the database knows, and the documents are what
 * it names.
 */
export const PARTS = ['keys', 'database', 'documents'] as const;
export type Part = (typeof PARTS)[number];

export interface PartFacts {
  /** False where nothing is, or nothing that anybody would miss: no file, no row, no document, and no id. */
  isThere: boolean;
  /** The id of the installation that it belongs to; null where it carries none, as before there were ids. */
  installation: string | null;
}

/** What stands in the data folder itself. */
export interface FolderMark {
  installation: string;
  /**
   * The parts that may still be missing, because a first start or one with `--new` was making them when it was cut off.
   * Left out once every part carries the id.
   */
  making?: readonly Part[];
}

export interface InstallationFacts extends Record<Part, PartFacts> {
  folder: FolderMark | null;
  /** Whether the keys have signed a mail that the database says has left; null where that cannot be told. */
  keysSign: boolean | null;
  /** Whether a document that the database names is among the documents; null where it names none. */
  documentsHold: boolean | null;
}

export interface InstallationVerdict {
  /** The id that the parts agree on; null where none carries one. */
  id: string | null;
  /** Parts that were there and are not any more. */
  lost: Part[];
  /**
   * Parts that are another installation's. `folder` is the mark of the data folder, where the three agree against it.
   */
  foreign: (Part | 'folder')[];
  /** Parts that are not there, lost or not: a start has to make them. */
  missing: Part[];
}

/**
 * Judges whether what was found is one installation. A part belongs to it by its id; one without an id, from before
 * there were ids or from a copy made then, by what it holds: a key by the mails that it signed, documents by their
 * names on record.
 */
export function judgeInstallation(facts: InstallationFacts): InstallationVerdict {
  const id = agreedId(facts);
  const missing = PARTS.filter((part) => !facts[part].isThere);
  const isFresh = id === null && missing.length === PARTS.length;
  const isFolderForeign = facts.folder?.making === undefined && (facts.folder?.installation ?? id) !== id;
  return {
    id,
    missing,
    lost: isFresh ? [] : missing.filter((part) => !mayBeMade(part, facts, id)),
    foreign: [
      ...(isFolderForeign ? (['folder'] as const) : []),
      ...PARTS.filter((part) => facts[part].isThere && !isOurs(part, facts, id)),
    ],
  };
}

/** The id that most carry; of two that are carried equally often, that of the data folder or of the keys. */
function agreedId({ folder, keys, database, documents }: InstallationFacts): string | null {
  const whole = folder?.making === undefined ? (folder?.installation ?? null) : null;
  const ids = [whole, keys.installation, database.installation, documents.installation].filter((id) => id !== null);
  const countOf = (id: string): number => ids.filter((other) => other === id).length;
  const [most] = ids.toSorted((a, b) => countOf(b) - countOf(a));
  return most ?? folder?.installation ?? null;
}

/**
 * Whether a part that is not there was never there. Before there were ids, documents were missed only where the record
 * names one.
 */
function mayBeMade(part: Part, facts: InstallationFacts, id: string | null): boolean {
  if (id === null) return part === 'documents' && facts.documentsHold !== false;
  return isBeingMade(facts, id) && facts.folder?.making?.includes(part) === true;
}

/** A start was cut off before every part had its id. */
function isBeingMade({ folder }: InstallationFacts, id: string): boolean {
  return folder?.installation === id && folder.making !== undefined;
}

function isOurs(part: Part, facts: InstallationFacts, id: string | null): boolean {
  const { installation } = facts[part];
  if (installation !== null) return installation === id;
  const isUnsettled = id === null || isBeingMade(facts, id);
  return proofOf(part, facts, id) ?? isUnsettled;
}

/** Whether a part without an id belongs to the others by what it holds; null where nothing tells. */
function proofOf(part: Part, facts: InstallationFacts, id: string | null): boolean | null {
  const ofDatabase = proofOfDatabase(facts, id);
  if (part === 'database') return ofDatabase;
  // One that fits neither keys nor documents is at fault itself.
  const isDatabaseOurs =
    facts.database.installation === null ? ofDatabase !== false : facts.database.installation === id;
  if (!isDatabaseOurs) return null;
  return part === 'keys' ? facts.keysSign : facts.documentsHold;
}

function proofOfDatabase({ keys, documents, keysSign, documentsHold }: InstallationFacts, id: string | null) {
  const said = [
    { by: keys.installation, holds: keysSign },
    { by: documents.installation, holds: documentsHold },
  ].filter(({ by, holds }) => holds !== null && (by === null || by === id));
  // What carries our id is believed before what does not.
  const marked = said.filter(({ by }) => by !== null);
  if (marked.length > 0) return marked.some(({ holds }) => holds === true);
  if (said.some(({ holds }) => holds === true)) return true;
  return said.length === 2 ? false : null;
}
