import { fold } from './fold.js';
import { previewOf } from './reply-preview.js';
import { paragraphsOf } from './sentence.js';

/*
 * A reply to a post on several requests does not say which of them it answers. What its words and the names of its files point to is put
 * before the Coordinator, request by request. It is evidence and decides nothing.
 */

/** One of the requests that a reply may be about. */
export interface Matter {
  requestId: string;
  /** Words by which letters call it, in any language: `annual report`, `informe anual`. */
  names: readonly string[];
}

/** What points to one request. */
export interface MatterEvidence {
  /** Sentences that name it, as they were written. */
  sentences: string[];
  /** Files that are named after it. */
  files: string[];
}

export interface JointReading {
  evidence: Map<string, MatterEvidence>;
  /** Whether a sentence may speak of a request: it names it, stands after one that does, or points to none. */
  mayBeAbout: (sentence: string, requestId: string) => boolean;
}

/** A text of megabytes is a file. */
const READ_CHARACTERS = 20_000;

/** Reads what a reply says of each of the requests that it may answer. */
export function readJointReply(
  { text, files }: { text: string; files: readonly string[] },
  matters: readonly Matter[],
): JointReading {
  const names = matters.map((matter) => ({ id: matter.requestId, names: matter.names.map(patternOf) }));
  const evidence = new Map<string, MatterEvidence>(
    matters.map(({ requestId }) => [requestId, { sentences: [], files: [] }]),
  );
  /** The request of each sentence; absent where it points to none, or to several alike. */
  const about = new Map<string, string>();
  for (const sentences of paragraphsOf(previewOf(text).slice(0, READ_CHARACTERS))) {
    let current: string | undefined;
    for (const sentence of sentences) {
      const named = pointsTo(sentence, names);
      if (named.length === 1 && named[0] !== undefined) evidence.get(named[0])?.sentences.push(sentence);
      // What names several alike ends what went before; what names none goes on with it.
      if (named.length > 0) current = named.length === 1 ? named[0] : undefined;
      if (current !== undefined) about.set(sentence, current);
    }
  }
  for (const file of files) {
    const [only, ...others] = pointsTo(file, names);
    if (only !== undefined && others.length === 0) evidence.get(only)?.files.push(file);
  }
  return {
    evidence,
    mayBeAbout: (sentence, requestId) => (about.get(sentence) ?? requestId) === requestId,
  };
}

/** The requests that a text names most often: several where it names them alike, none where it names none. */
function pointsTo(text: string, matters: readonly { id: string; names: readonly RegExp[] }[]): string[] {
  const folded = fold(text);
  const counts = matters.map(({ id, names }) => ({
    id,
    count: names.reduce((all, name) => all + (folded.match(name)?.length ?? 0), 0),
  }));
  const most = Math.max(0, ...counts.map(({ count }) => count));
  return most === 0 ? [] : counts.filter(({ count }) => count === most).map(({ id }) => id);
}

/** A name at the beginning of a word, so that a plural is found too; between its words stands what file names put there. */
function patternOf(name: string): RegExp {
  const words = fold(name)
    .split(/\s+/)
    .map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, ''));
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('[\\s_.-]+')}`, 'gu');
}
