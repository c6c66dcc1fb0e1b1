import { findContradictions } from './contradiction.js';
import type { Contradiction } from './contradiction.js';
import { fold } from './fold.js';
import type { IsoDate, Treaty } from './mandate.js';

/*
 * What a state writes of itself and the treaties of the mandate, read from its words in four languages. Only what plainly says less
 * than the file, or another manner, is read: 'signed on 12 December 2000' is half of a story whose other half may stand in the next
 * sentence, and the day of a law is not that of a deposit.
 */

/** A contradiction with the sentence that it was read from. */
export interface ClaimAgainstFile extends Contradiction {
  sentence: string;
}

/** By which words a treaty is named beside its title: folded, for whole words. */
const NAMES: Record<string, RegExp> = {
  'tip-protocol':
    /\b(palermo protocol|protocolo de palermo|protocole de palerme|trafficking protocol|protocolo contra la trata)\b/,
  untoc:
    /\b(untoc|palermo convention|convencion de palermo|convencao de palermo|convention de palerme|convention against transnational organized crime|convencion [^.]{0,30}contra la delincuencia organizada transnacional|convencao [^.]{0,30}contra o crime organizado transnacional|convention [^.]{0,30}contre la criminalite transnationale organisee)\b/,
  'minors-convention':
    /\b(international traffic in minors|trafico internacional de menores|trafic international des? mineurs)\b/,
};

/** Each is a status of the form. The first that holds counts. */
const CLAIMS: readonly [string, RegExp][] = [
  [
    'not_signed',
    /\b(has|have|had) (not|neither|never) (yet )?signed\b|\bno (ha|han|hemos) (aun |todavia )?(firmado|suscrito)\b|\bnao (assinou|foi assinad[oa])\b|\bn[’'](a|avons|ont) (pas|jamais) (encore )?signe\b/,
  ],
  [
    'signed',
    /\b(has|have|had) (not|never) (yet )?(ratified|acceded)\b|\bnot (yet )?a (state )?party\b|\bno (ha|han|hemos) (aun |todavia )?(ratificado|adherido)\b|\bno es (aun |todavia )?(estado )?parte\b|\bnao (ratificou|aderiu|e (estado )?parte)\b|\bn[’'](a|avons|ont) (pas|jamais) (encore )?(ratifie|adhere)\b|\bn[’']est pas (encore )?(etat )?partie\b/,
  ],
  ['acceded', /\b(acceded|accession)\b|\b(se )?(adhirio|adhesion)\b|\b(aderiu|adesao)\b|\b(a adhere|adhesion)\b/],
  [
    'ratified',
    /\b(ratified|ratification)\b|\b(ratifico|ratificado|ratificacion)\b|\b(ratificou|ratificacao)\b|\b(a ratifie|ratification)\b/,
  ],
];

/** Where what a state wrote contradicts the file on the day of the answer; each treaty and rule once. A question claims nothing. */
export function findClaims(
  text: string,
  { treaties, party, date }: { treaties: readonly Treaty[]; party: string; date: IsoDate },
): ClaimAgainstFile[] {
  const found: ClaimAgainstFile[] = [];
  for (const sentence of text
    .slice(0, READ_CHARACTERS)
    .replace(/\s+/g, ' ')
    .split(/(?<=[.!?;]) /)) {
    const folded = fold(sentence).trim();
    if (folded.endsWith('?')) continue;
    const named = treaties.filter(({ id }) => NAMES[id]?.test(folded));
    // Of two treaties in one sentence nobody can tell which is meant.
    const [treaty] = named;
    const [status] = CLAIMS.find(([, pattern]) => pattern.test(folded)) ?? [];
    if (named.length !== 1 || !treaty?.answeredIn || status === undefined) continue;
    for (const one of findContradictions(treaty, party, { [treaty.answeredIn.status]: status }, date))
      if (!found.some(({ treaty: id, rule }) => id === one.treaty && rule === one.rule))
        found.push({ ...one, sentence });
  }
  return found;
}

const READ_CHARACTERS = 200_000;
