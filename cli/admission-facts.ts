import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { valueFaults } from '../adapters/mandates/shape.js';
import type { KnownFacts } from '../domain/admission/assumption.js';
import { PROOF_RESULTS } from '../domain/authentication.js';
import { CommandFault } from './fault.js';

const result = z.enum([...PROOF_RESULTS, 'unknown']);
const code = z.string().regex(/^[A-Z]{2,5}$/, 'the code of a party, such as BRA');
const request = z.string().regex(/^[a-z][a-z0-9-]{0,40}\/\d{4}(?:-[A-Z0-9]{1,9})?\/[A-Z]{2,5}$/, {
  error: 'the id of a request, such as annual-report/2027/BRA',
});
const text = z.string().min(1).max(2000);

/** A group of keys, or the word `none`. The fault of a group is told, not that neither fits. */
function orNone<Shape extends z.ZodType>(shape: Shape) {
  return z.unknown().transform((value, context): 'none' | z.output<Shape> => {
    if (value === 'none') return 'none';
    const read = shape.safeParse(value);
    if (read.success) return read.data;
    for (const issue of read.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    return z.NEVER;
  });
}

const factsFile = z.strictObject({
  arrival: z.enum(['reply', 'bounce', 'desk', 'file']).optional(),
  sharedMailbox: z.boolean().optional(),
  staff: z.boolean().optional(),
  proof: orNone(z.strictObject({ spf: result, dkim: result, dmarc: result, policy: z.string().max(20) })).optional(),
  thread: orNone(
    z.strictObject({
      requests: z.array(request).max(50).optional(),
      party: code.optional(),
      asksForContacts: z.boolean().optional(),
      given: z.boolean().optional(),
      toFormerContact: z.boolean().optional(),
      fromMission: z.boolean().optional(),
      forwarded: z
        .strictObject({ mail: text, asked: text, request: request.optional(), onRecord: z.boolean().optional() })
        .optional(),
    }),
  ).optional(),
  sender: z.enum(['contact', 'colleague', 'former', 'otherParty', 'unverified', 'stranger']).optional(),
  mailHeld: text.optional(),
  laterRequest: request.optional(),
  files: z.enum(['sound', 'protected', 'empty', 'dangerous', 'infected', 'unscanned']).optional(),
  successor: z.enum(['none', 'named', 'taken', 'taken from the addressee']).optional(),
  pointers: z.array(z.enum(['code', 'recipient', 'author', 'words'])).optional(),
});

/**
 * Reads what is known of a mail beside its bytes, from YAML or JSON.
 *
 * @throws CommandFault that names every field that is wrong, and what to do
 */
export async function readFacts(file: string): Promise<KnownFacts> {
  let words: string;
  try {
    words = await readFile(file, 'utf8');
  } catch {
    throw new CommandFault(`${file} cannot be read: give the path of a file of facts.`, 2);
  }
  let data: unknown;
  try {
    data = parse(words) ?? {};
  } catch (fault) {
    throw new CommandFault(`${file} is neither YAML nor JSON: ${(fault as Error).message}.`, 2);
  }
  const read = factsFile.safeParse(data);
  if (read.success) return read.data;
  const faults = valueFaults(read.error, data).map(
    ({ path, problem, remedy }) => `${file}: ${path.join('.') || 'the file'} ${problem}. ${remedy}`,
  );
  throw new CommandFault(faults.join('\n'), 2);
}
