import { doubtOfProof } from '../authentication.js';
import type { FileVerdict } from '../file-check.js';
import { mayAnswer } from '../sender.js';
import type { Relation } from '../sender.js';
import type { AdmissionFacts } from './facts.js';

/** Why a mail to a request cannot count as the party's word without a person. What is said of it stands in `doubtWords`. */
export type Doubt =
  | { code: 'mailHeld'; because: string }
  | { code: 'laterRequest'; requestId: string }
  | { code: 'sender'; relation: Relation; because: string }
  | { code: 'cutShort'; because: string }
  | { code: 'proof'; because: string }
  | { code: 'guessableThread' }
  | { code: 'file'; verdict: FileVerdict; because: string };

type DoubtRule = (facts: AdmissionFacts) => Doubt | null;

/** The doubts of a mail to a request, in their order: the first that holds is told. */
export const DOUBTS: readonly DoubtRule[] = [ofHold, ofLaterRequest, ofSender, ofCut, ofProof, ofThread];

/** Why a mail to a request goes to a person, files aside; null where nothing speaks against it. */
export function doubtOf(facts: AdmissionFacts, doubts: readonly DoubtRule[] = DOUBTS): Doubt | null {
  for (const read of doubts) {
    const doubt = read(facts);
    if (doubt !== null) return doubt;
  }
  return null;
}

function ofHold({ request }: AdmissionFacts): Doubt | null {
  const because = request?.mailHold ?? null;
  return because === null ? null : { code: 'mailHeld', because };
}

function ofLaterRequest({ request }: AdmissionFacts): Doubt | null {
  const requestId = request?.laterId ?? null;
  return requestId === null ? null : { code: 'laterRequest', requestId };
}

function ofCut({ mail: { cutShort: because } }: AdmissionFacts): Doubt | null {
  return because === null ? null : { code: 'cutShort', because };
}

function ofSender({ request }: AdmissionFacts): Doubt | null {
  if (request === null || mayAnswer(request.author)) return null;
  const { relation, because } = request.author;
  return { code: 'sender', relation, because };
}

/** That it may not come from where it says. */
export function ofProof({ proof }: Pick<AdmissionFacts, 'proof'>): Doubt | null {
  const because = doubtOfProof(proof);
  return because === null ? null : { code: 'proof', because };
}

/** That nothing shows that the sender has had our mail, and nobody has verified who he is: ids and addresses can be guessed. */
export function ofThread({ thread, proof }: Pick<AdmissionFacts, 'thread' | 'proof'>): Doubt | null {
  return thread === null || thread.isGiven || proof?.dmarc === 'pass' ? null : { code: 'guessableThread' };
}

/** That one of its files may harm, or could not be scanned. */
export function ofFile({ mail: { fileFault } }: Pick<AdmissionFacts, 'mail'>): Doubt | null {
  return fileFault === null ? null : { code: 'file', verdict: fileFault.verdict, because: fileFault.because };
}

/** A doubt in words for the record and the Coordinator. */
export function doubtWords(doubt: Doubt): string {
  switch (doubt.code) {
    case 'laterRequest':
      return `it answers a note on a request that is closed, while ${doubt.requestId} is open`;
    case 'cutShort':
      return `it was not read whole: ${doubt.because}`;
    case 'guessableThread':
      return 'it names our mail by its Message-ID alone, which anybody can guess, and nobody has verified its sender';
    case 'mailHeld':
    case 'sender':
    case 'proof':
    case 'file':
      return doubt.because;
  }
}
