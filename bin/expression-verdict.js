import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { check } from 'recheck';

const { version } = createRequire(import.meta.url)('recheck/package.json');

/** What recheck may take: it searches large expressions by trial, and on a busy machine longer than it is worth. */
const PARAMETERS = { timeout: 60_000, attackTimeout: 1000, attackLimit: 6_000_000, maxAttackStringSize: 20_000 };

/** Characters on which an attack is put to the engine itself, and milliseconds in which a linear expression has read the more of them. */
const SHORT = 16_384;
const LONG = 4 * SHORT;
const QUICK = 10;
const MOST = 5000;
/** Four times the text takes four times as long; twice that is left to chance, and sixteen times is a square. */
const MOST_GROWTH = 8;

/** Two cores are common; one search takes one. */
const AT_ONCE = 2;

/** The name of a verdict: it holds for these letters and flags, and for the version of recheck that has given it. */
export function keyOf({ source, flags }) {
  return createHash('sha256')
    .update(JSON.stringify([version, source, flags]))
    .digest('hex')
    .slice(0, 32);
}

/**
 * Whether matching takes time in proportion to the text. What recheck proves by automata stands. What it has found by trial may be no more
 * than an expression that takes many steps for each character: its text is put to the engine, which decides.
 * @returns {Promise<string | null>} null where it does, else what recheck says, with a text that shows it
 */
export async function faultOf({ source, flags }) {
  const { status, checker, complexity, attack, error } = await check(source, flags, PARAMETERS);
  if (status === 'safe') return null;
  if (status === 'unknown') return `recheck could not tell (${error?.kind ?? 'no reason'}): write it more simply`;
  const fault = `${complexity.summary}; a text that shows it: ${attack.pattern}`;
  return checker === 'automaton' || isSlow(new RegExp(source, flags), attack) ? fault : null;
}

/** Whether the engine takes more than in proportion on a text that recheck proposes. */
function isSlow(expression, { pumps, suffix }) {
  const textOf = (length) => {
    const pumped = pumps.reduce((all, { pump }) => all + pump.length, 0);
    const times = Math.ceil(length / Math.max(1, pumped));
    return pumps.map(({ prefix, pump }) => prefix + pump.repeat(times)).join('') + suffix;
  };
  const least = (text) => Math.min(...[1, 2, 3].map(() => millisecondsOf(expression, text)));
  const longer = least(textOf(LONG));
  return longer >= QUICK && (longer >= MOST || longer >= MOST_GROWTH * least(textOf(SHORT)));
}

/** Processor time of one search, which is cut off where it does not end. */
function millisecondsOf(expression, text) {
  const before = process.cpuUsage();
  try {
    expression.lastIndex = 0;
    runInNewContext('search()', { search: () => expression.exec(text) }, { timeout: MOST });
  } catch (fault) {
    if (fault.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return MOST;
    throw fault;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Compares what the project holds with what was found linear before and with what is allowed.
 *
 * @param {{ expressions: object[], atRunTime: object[] }} project
 * @param {{ allowed: { file: string, source?: string, flags?: string, reason: string }[], verified: Set<string> }} known an entry
 *   without a source allows the file one expression that is made at run time
 * @param judge gives the fault of an expression, or null
 * @returns {Promise<{ faults: string[], linear: string[] }>} lines for a person; the keys of all that were found linear
 */
export async function review({ expressions, atRunTime }, { allowed, verified }, judge = faultOf) {
  const isListed = (found) => allowed.some((one) => isSame(one, found));
  const faults = allowed
    .filter((one) => ![...expressions, ...atRunTime].some((found) => isSame(one, found)))
    .map(
      ({ file, source }) => `${file}: the list of what is allowed names ${words(source)}, which is no more: strike it`,
    );
  const linear = new Set();
  const wanted = new Map();
  for (const one of expressions.filter((found) => !isListed(found))) {
    const key = keyOf(one);
    if (verified.has(key)) linear.add(key);
    else wanted.set(key, [...(wanted.get(key) ?? []), one]);
  }
  const isOneOf =
    ({ file }) =>
    (one) =>
      one.file === file && one.source === undefined;
  for (const place of atRunTime.filter(
    (found) => atRunTime.filter(isOneOf(found)).length > allowed.filter(isOneOf(found)).length,
  ))
    faults.push(`${at(place)}: an expression is made at run time, and cannot be judged: make it a constant`);
  const waiting = [...wanted];
  const judgeNext = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [key, same] = next;
      const fault = await judge(same[0]);
      if (fault === null) linear.add(key);
      else faults.push(...same.map((one) => `${at(one)}: ${words(one.source)} is ${fault}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, judgeNext));
  return { faults: faults.sort(), linear: [...linear].sort() };
}

function isSame(one, found) {
  return one.file === found.file && one.source === found.source && (one.flags ?? '') === (found.flags ?? '');
}

const at = ({ file, line }) => `${file}:${line}`;
const words = (source) => (source === undefined ? 'an expression made at run time' : `/${source}/`);
