import { trimEnd } from './trim.js';

/*
 * What is to be thought of a file that a stranger's mail or a web page brings, from facts that were read of its bytes. A file is never
 * refused silently: what cannot count as an answer goes to a person with the reason.
 */

/**
 * `protected` needs a password; `empty` has no bytes; `dangerous` can run, or unpacks beyond all bounds; `infected` is what the scanner
 * says; `unscanned` could not be scanned, and is not taken for clean.
 */
export type FileVerdict = 'sound' | 'protected' | 'empty' | 'dangerous' | 'infected' | 'unscanned';

export interface FileFinding {
  verdict: FileVerdict;
  /** In words, for the record; '' for a sound file of which nothing is to be said. */
  because: string;
}

/** What the scanner says; `off` where there is none. */
export type ScanResult =
  { is: 'off' | 'clean' } | { is: 'infected'; signature: string } | { is: 'down'; because: string };

/** What is inside an archive, as its own list of contents says. */
export interface ArchiveFacts {
  /** The first ones, so many as are read. */
  names: readonly string[];
  entries: number;
  /** Bytes when unpacked. */
  unpacked: number;
  isProtected: boolean;
  /** Why it could not be read to its end; null where it could. */
  fault: string | null;
}

export interface FileFacts {
  name: string;
  /** Bytes. */
  size: number;
  /** The usual extension of what its bytes are: `pdf`, `zip`, `exe`; null where they do not tell. */
  kind: string | null;
  /** Opened only with a password, as its bytes say. */
  isProtected: boolean;
  /** Null for what is no archive that we look into. */
  archive: ArchiveFacts | null;
  scan: ScanResult;
}

const SOUND: FileFinding = { verdict: 'sound', because: '' };

/** Bounds of an archive that a person may be asked to open: more than any annex of a report has needed. */
export const ARCHIVE_BOUNDS = { entries: 2000, unpacked: 1024 * 1024 * 1024, ratio: 200 };

/** What runs when it is opened, by the name that decides so on the reader's machine. */
const RUNS =
  /\.(?:exe|com|scr|pif|bat|cmd|msi|msp|msix|jar|js|jse|vbs|vbe|wsf|wsh|hta|ps1|psm1|lnk|reg|cpl|dll|sys|iso|img|vhdx?|application|gadget|scf|chm|apk|dmg|pkg|app|command|sh|url|appref-ms|settingcontent-ms)$/i;
/** What runs, by its bytes. */
const RUNNING_KINDS: ReadonlySet<string> = new Set([
  'exe',
  'elf',
  'macho',
  'msi',
  'jar',
  'apk',
  'dmg',
  'lnk',
  'iso',
  'deb',
  'rpm',
  'cab',
]);
/** Extensions that say what the bytes must be; an older or newer form of the same program is no lie. */
const KIN: readonly { named: readonly string[]; kinds: readonly string[] }[] = [
  { named: ['pdf'], kinds: ['pdf'] },
  {
    named: ['doc', 'docx', 'docm', 'dot', 'dotx', 'odt', 'rtf'],
    kinds: ['docx', 'docm', 'odt', 'rtf', 'cfb', 'zip', 'xml', 'html'],
  },
  { named: ['xls', 'xlsx', 'xlsm', 'xlsb', 'ods'], kinds: ['xlsx', 'xlsm', 'ods', 'cfb', 'zip', 'xml', 'html'] },
  { named: ['ppt', 'pptx', 'pptm', 'ppsx', 'odp'], kinds: ['pptx', 'pptm', 'odp', 'cfb', 'zip'] },
  {
    named: ['jpg', 'jpeg', 'png', 'gif', 'tif', 'tiff', 'bmp', 'webp', 'heic'],
    kinds: ['jpg', 'png', 'gif', 'tif', 'bmp', 'webp', 'heic', 'jp2'],
  },
  { named: ['zip'], kinds: ['zip'] },
  { named: ['rar'], kinds: ['rar'] },
  { named: ['7z'], kinds: ['7z'] },
];

/** The worst of what may harm; null where nothing may. What is protected or empty harms nobody. */
export function worstOf(findings: readonly FileFinding[]): FileFinding | null {
  for (const verdict of ['infected', 'dangerous', 'unscanned'] as const) {
    const found = findings.find((one) => one.verdict === verdict);
    if (found) return found;
  }
  return null;
}

/** The first of these that holds is the verdict: what harms comes before what is merely wanting. */
export function judgeFile(facts: FileFacts): FileFinding {
  const { name, size, kind, isProtected, archive, scan } = facts;
  if (scan.is === 'infected') return { verdict: 'infected', because: `the scanner finds ${scan.signature} in ${name}` };
  const danger = dangerOf(facts);
  if (danger !== null) return { verdict: 'dangerous', because: danger };
  if (isProtected || archive?.isProtected === true)
    return { verdict: 'protected', because: `${name} is protected by a password` };
  if (size === 0) return { verdict: 'empty', because: `${name} is empty` };
  if (scan.is === 'down')
    return { verdict: 'unscanned', because: `${name} could not be scanned for viruses: ${scan.because}` };
  const lie = lieOf(name, kind);
  return lie === null ? SOUND : { verdict: 'sound', because: lie };
}

function dangerOf({ name, size, kind, archive }: FileFacts): string | null {
  if (RUNS.test(trimEnd(name.trim(), /[.\s]/))) return `${name} is of a kind that runs when it is opened`;
  if (kind !== null && RUNNING_KINDS.has(kind)) return `${name} is a program (${kind}), whatever its name says`;
  if (archive === null) return null;
  const { names, entries, unpacked, fault } = archive;
  const program = names.find((one) => RUNS.test(one));
  if (program !== undefined) return `${name} holds ${program}, which runs when it is opened`;
  if (entries > ARCHIVE_BOUNDS.entries) return `${name} holds ${entries} files`;
  if (unpacked > ARCHIVE_BOUNDS.unpacked || unpacked > Math.max(size, 1024 * 1024) * ARCHIVE_BOUNDS.ratio)
    return `${name} unpacks to ${Math.round(unpacked / (1024 * 1024))} MiB`;
  return fault === null ? null : `${name} cannot be looked into: ${fault}`;
}

/** That a file is not what its name says. It harms nobody; whoever opens it is told. */
function lieOf(name: string, kind: string | null): string | null {
  const extension = /\.([a-z0-9]{2,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const kin = KIN.find(({ named }) => named.includes(extension));
  if (kind === null || kin === undefined || kin.kinds.includes(kind)) return null;
  return `${name} is named .${extension} but is of kind ${kind}`;
}

/** Whether an attachment was sent as a file: not a picture of the text itself. Readings from before do not say. */
export function wasSent({ isSent }: { isSent?: boolean }): boolean {
  return isSent !== false;
}
