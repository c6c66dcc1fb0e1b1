import { createContext, Script } from 'node:vm';
import { PATHOLOGIES } from './pathology.js';
import type { Pathology } from './pathology.js';

/*
 * Whether a rule takes time in proportion to its text, measured in processor time, so that a busy machine changes little. A rule that
 * is quick on a text of 64 KiB has nothing to prove; one that is not is measured against four times as much.
 */

const LONG = 256 * 1024;
const SHORT = LONG / 4;
/** Milliseconds of processor time in which a linear rule reads 64 KiB even on a busy machine. */
const QUICK = 15;
/** No text may take longer, however the time grows. */
const MOST = 3000;
/** Four times the text takes four times as long; twice that is left to chance, and sixteen times is a square. */
const MOST_GROWTH = 8;
const ATTEMPTS = 3;

/** The texts on which a rule is too slow, the first few: each takes seconds. */
export function slownesses(rule: (text: string) => unknown): string[] {
  const found: string[] = [];
  for (const one of PATHOLOGIES) {
    const slow = slownessOf(rule, one);
    if (slow !== null) found.push(slow);
    if (found.length === SHOWN) break;
  }
  return found;
}

const SHOWN = 3;

/** Why the rule is too slow on a text; null where it is not. A rule that does not end is cut off. */
function slownessOf(rule: (text: string) => unknown, { name, text }: Pathology): string | null {
  const [short, long] = [text(SHORT), text(LONG)];
  const once = millisecondsOf(rule, short);
  if (once < QUICK) return null;
  const least = (given: string): number =>
    Math.min(...Array.from({ length: ATTEMPTS }, () => millisecondsOf(rule, given)));
  const shorter = once >= MOST ? once : Math.min(once, least(short));
  if (shorter < QUICK) return null;
  const longer = shorter >= MOST ? Infinity : least(long);
  if (longer < MOST && longer < MOST_GROWTH * shorter) return null;
  return `${name}: ${Math.round(shorter)} ms for ${SHORT} characters, ${Math.round(longer)} ms for ${LONG}`;
}

const place: { call?: () => unknown } = {};
const context = createContext(place);
const script = new Script('call()');

/** Processor time of a call, which is stopped where it takes twice what is allowed: an expression that does not end would end no test. */
function millisecondsOf(rule: (text: string) => unknown, text: string): number {
  place.call = () => rule(text);
  const before = process.cpuUsage();
  try {
    script.runInContext(context, { timeout: 2 * MOST });
  } catch (fault) {
    if ((fault as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 2 * MOST;
    throw fault;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** As {@link slownesses}, of what waits meanwhile and cannot be cut off; `most` texts are tried. */
export async function slownessesOfMail(read: (text: string) => Promise<unknown>, most = Infinity): Promise<string[]> {
  const found: string[] = [];
  const took = async (text: string): Promise<number> => {
    const before = process.cpuUsage();
    await read(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const least = async (text: string): Promise<number> => Math.min(await took(text), await took(text), await took(text));
  for (const { name, text } of PATHOLOGIES.slice(0, most)) {
    if ((await took(text(SHORT))) < QUICK_MAIL) continue;
    const shorter = await least(text(SHORT));
    const longer = shorter < QUICK_MAIL ? 0 : await least(text(LONG));
    if (longer < MOST && longer < MOST_GROWTH * shorter) continue;
    found.push(`${name}: ${Math.round(shorter)} ms for ${SHORT} characters, ${Math.round(longer)} ms for ${LONG}`);
    if (found.length === SHOWN) break;
  }
  return found;
}

/** A mail passes through streams, whatever is in it. */
const QUICK_MAIL = 40;
