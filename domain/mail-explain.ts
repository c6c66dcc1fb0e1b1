import { returnedIdOf } from './mail-class.js';
import type { MailFacts } from './mail-class.js';

/** What a mail says of the request that it belongs to. Nothing is looked up, and no signature is verified here. */
export interface MatchClues {
  /** The key of the step that one clue names without doubt, or the request that a thread names; null when nothing does. */
  request: string | null;
  evidence: string[];
  /** Clues that a person has to weigh. */
  guesses: string[];
}

export interface AuthenticationClaims {
  /** How many addresses the From fields hold; more than one is a trick. */
  from: number;
  fromFields: number;
  /** Authentication-Results as some server wrote them: claims, since anybody can write them. */
  claims: string[];
}

interface ThreadedMail extends MailFacts {
  to: { address: string }[];
  cc: { address: string }[];
  deliveredTo: string[];
  inReplyTo: string[];
  references: string[];
  fromFields: number;
}

/** Addresses and ids of the form that this service gives: `r-<id>-<mac>@`, `annual-report/2027/BRA/request/mission@`. */
const SIGNED = /^[rb]-([a-z2-7]{10,16})-[a-z2-7]{16}@/;
const STEP = /^([a-z][a-z0-9-]*\/\d{4}(?:-[HQ]\d)?\/[A-Z]{2,5})\/[^@\s]+@/;
const CODE = /\b([a-z][a-z0-9-]{2,40}\/\d{4}(?:-[HQ]\d)?\/[A-Z]{2,5})\b/;

/** The request that a mail names, with the evidence; 'unknown' where nothing tells. */
export function readMatch(mail: ThreadedMail): MatchClues | 'unknown' {
  const evidence: string[] = [];
  const guesses: string[] = [];
  const requests = new Set<string>();
  for (const address of [...mail.to, ...mail.cc].map((one) => one.address).concat(mail.deliveredTo)) {
    const id = SIGNED.exec(address.toLowerCase())?.[1];
    if (id !== undefined) evidence.push(`a reply address of our form, not verified: step ${id} in ${address}`);
  }
  for (const id of [...mail.inReplyTo, ...mail.references, returnedIdOf(mail) ?? '']) {
    const request = STEP.exec(id)?.[1];
    if (request === undefined) continue;
    requests.add(request);
    evidence.push(`answers <${id}>`);
  }
  const code = CODE.exec(mail.subject)?.[1];
  if (code !== undefined) guesses.push(`the subject names ${code}`);
  if (evidence.length === 0 && guesses.length === 0) return 'unknown';
  const [first] = requests;
  return { request: requests.size === 1 ? (first ?? null) : null, evidence: [...new Set(evidence)], guesses };
}

/** What can be said of the sender without asking anybody; 'unknown' where no server claims anything and the sender is one. */
export function readAuthentication(mail: ThreadedMail): AuthenticationClaims | 'unknown' {
  const claims = mail.headers.filter(({ name }) => name === 'authentication-results').map(({ value }) => value);
  const { fromFields } = mail;
  if (claims.length === 0 && mail.from.length === 1 && fromFields === 1) return 'unknown';
  return { from: mail.from.length, fromFields, claims };
}
