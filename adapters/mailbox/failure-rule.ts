import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** Makes delivery to some addresses fail, so that refusals and bounces can be seen for real. */
export interface FailureRule {
  /** An address, with `*` for any letters: `*@capital-bra.example`. */
  pattern: string;
  /** What the mail server says: `550 5.1.1 No such user`. */
  reply: string;
  /** `at-once` refuses at RCPT; `afterwards` accepts and sends a delivery notice (RFC 3464) back. */
  when: 'at-once' | 'afterwards';
}

const REPLY = /^([45]\d\d) ([45]\.\d{1,3}\.\d{1,3}) (.+)$/;
const ruleFile = z.array(
  z.object({
    pattern: z.string().min(1),
    reply: z.string().regex(REPLY, "expected words such as '550 5.1.1 No such user'"),
    when: z.enum(['at-once', 'afterwards']).default('at-once'),
  }),
);

/**
 * Reads `pattern=550 5.1.1 No such user`, as given on the command line.
 * @throws RangeError that says what was expected.
 */
export function parseFailureRule(source: string, when: FailureRule['when']): FailureRule {
  const [, pattern, reply] = /^([^=\s]+)=(.+)$/.exec(source) ?? [];
  if (pattern === undefined || reply === undefined || !REPLY.test(reply)) {
    throw new RangeError(`'${source}' is no failure rule: expected 'pattern=550 5.1.1 No such user'`);
  }
  return { pattern, reply, when };
}

/** Code and words of a rule's reply: 550 and `5.1.1 No such user`. */
export function readReply(rule: FailureRule): { code: number; status: string; words: string } {
  const [, code = '550', status = '5.0.0', words = rule.reply] = REPLY.exec(rule.reply) ?? [];
  return { code: Number(code), status, words };
}

/** The first rule that an address falls under. */
export function findFailure(rules: readonly FailureRule[], address: string): FailureRule | undefined {
  return rules.find(({ pattern }) => matches(pattern.toLowerCase(), address.toLowerCase()));
}

/**
 * The rules of `reject.json` in the mailbox's folder, read anew at each call so that a test can change them; none when
 * there is no such file.
 * @throws Error naming the file when it is not a list of rules.
 */
export async function readFailureRules(folder: string): Promise<FailureRule[]> {
  const file = path.join(folder, 'reject.json');
  const source = await readFile(file, 'utf8').catch(() => '[]');
  const rules = ruleFile.safeParse(parseJson(source));
  if (!rules.success) throw new Error(`${file}: ${z.prettifyError(rules.error)}`);
  return rules.data;
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return source;
  }
}

/** Each part of a pattern is looked for behind the one before it: the first place is as good as any later one. */
function matches(pattern: string, address: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return pattern === address;
  if (!address.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = address.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return address.length - last.length >= at && address.endsWith(last);
}
