import type { Clock } from '../../domain/clock.js';
import type { FileFinding, FileVerdict } from '../../domain/file-check.js';
import type { DocumentStore } from '../ports/documents.js';
import type { Inspector } from '../ports/file-reader.js';
import type { FileVerdicts } from '../ports/file-verdicts.js';

export interface FileChecksDeps {
  inspect: Inspector;
  /** Whether the inspector has a virus scanner to ask. */
  isScanning: boolean;
  checks: FileVerdicts;
  documents: DocumentStore;
  clock: Clock;
}

/** Why a stored file is not handed out. */
export interface FileRefusal {
  verdict: 'infected' | 'unscanned';
  because: string;
}

export type FileChecks = ReturnType<typeof createFileChecks>;

/** Looks at every file that comes in, and stands before every file that goes out. */
export function createFileChecks({ inspect, isScanning, checks, documents, clock }: FileChecksDeps) {
  /** What is to be thought of a file; what must not be handed out is remembered by its hash. */
  async function check(file: { name: string; sha256: string; bytes: Buffer }): Promise<FileFinding> {
    const { finding, isScanned } = await inspect(file);
    const { sha256 } = file;
    const { verdict, because } = finding;
    const at = clock.now();
    if (isHeldBack(verdict)) await checks.save({ sha256, verdict, because, at });
    else if (isScanned) await checks.save({ sha256, verdict: 'clean', because: '', at });
    else await checks.clear(sha256);
    // A mail that brought it before says so, too.
    if (verdict === 'infected') await checks.note(sha256, finding);
    return finding;
  }

  return {
    check,
    isScanning,

    /** Why a file is not handed out; null where it may be. One that nobody could scan before, or that came before there was a scanner, is scanned now. */
    async findRefusal(sha256: string, name: string): Promise<FileRefusal | null> {
      const known = await checks.find(sha256);
      if (known?.verdict === 'clean') return null;
      if (known?.verdict === 'infected') return { verdict: known.verdict, because: known.because };
      if (known === undefined && !(isScanning && (await checks.isReceived(sha256)))) return null;
      const { verdict, because } = await check({ name, sha256, bytes: await documents.get(sha256) });
      return isHeldBack(verdict) ? { verdict, because } : null;
    },

    /** Scans what could not be scanned before, at most so many; ends with the first that still cannot be. Returns how many it saw. */
    async scanWaiting(limit: number): Promise<number> {
      let seen = 0;
      for (const sha256 of await checks.findUnscanned(limit)) {
        const { verdict } = await check({ name: 'the file', sha256, bytes: await documents.get(sha256) });
        if (verdict === 'unscanned') break;
        seen += 1;
      }
      return seen;
    },

    /**
     * Scans what came while there was no scanner, for at most so long; ends with the first that cannot be scanned. Returns how many
     * it saw.
     */
    async scanEarlier(patienceMs: number): Promise<number> {
      if (!isScanning) return 0;
      const until = performance.now() + patienceMs;
      let seen = 0;
      for (const { sha256, name } of await checks.findUnseen(EARLIER_AT_ONCE)) {
        if (performance.now() > until) break;
        const { verdict } = await check({ name, sha256, bytes: await documents.get(sha256) });
        if (verdict === 'unscanned') break;
        seen += 1;
      }
      return seen;
    },

    /** Answers that count and hold what the scanner has found something in since; at most so many. */
    findInfectedAnswers: (limit: number) => checks.findInfectedAnswers(limit),

    /** Whether one of these is still not scanned. */
    async isWaiting(hashes: readonly string[]): Promise<boolean> {
      for (const sha256 of hashes) if ((await checks.find(sha256))?.verdict === 'unscanned') return true;
      return false;
    },
  };
}

/** So many are looked up at once; the next sweep goes on. */
const EARLIER_AT_ONCE = 500;

function isHeldBack(verdict: FileVerdict): verdict is FileRefusal['verdict'] {
  return verdict === 'infected' || verdict === 'unscanned';
}
