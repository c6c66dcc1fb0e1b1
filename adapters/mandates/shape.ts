import type { z } from 'zod';
import type { Path, Source } from './source.js';
import { valueAt } from './source.js';

type Issue = z.core.$ZodIssue;

const EXPECTED: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a group of keys',
  record: 'a group of keys',
  array: 'a list',
};

/**
 * Checks the shape of a file, or of the part of it that stands at `path`, and records every fault; the typed value, or `undefined`
 * if there was any.
 */
export function parseShape<T extends z.ZodType>(source: Source, schema: T, path: Path = []): z.infer<T> | undefined {
  if (source.value === undefined) return undefined;
  const result = schema.safeParse(valueAt(source.value, path));
  if (result.success) return result.data;
  for (const fault of valueFaults(result.error, valueAt(source.value, path)))
    source.fault([...path, ...fault.path], fault.problem, fault.remedy);
  return undefined;
}

/** One thing that is wrong in a value: where, what, and what to do as a full sentence. */
export interface ValueFault {
  path: Path;
  problem: string;
  remedy: string;
  isMissing: boolean;
}

/** What a schema finds wrong in a value, in words of our own. */
export function valueFaults(error: z.ZodError, value: unknown): ValueFault[] {
  return error.issues.flatMap((issue): ValueFault[] => {
    const { path } = issue;
    const found = valueAt(value, path);
    const isMissing = found === undefined && path.length > 0;
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: [...path, key],
        problem: 'is an unknown key',
        remedy: 'Remove it, or correct its spelling.',
        isMissing: false,
      }));
    if (!isMissing && issue.code === 'invalid_union' && issue.discriminator !== undefined) {
      const problem = `there is no ${issue.discriminator} ${quoted(found)}`;
      return [{ path, problem, remedy: `Name ${wanted(issue)}.`, isMissing }];
    }
    if (issue.code === 'custom') return [{ path, problem: issue.message, remedy: remedyOf(issue), isMissing }];
    if (isMissing)
      return [{ path, problem: 'is missing', remedy: `Add "${nameOf(path)}": ${wanted(issue)}.`, isMissing }];
    return [{ path, problem: `is ${described(found)}`, remedy: `Give ${wanted(issue)}.`, isMissing }];
  });
}

function wanted(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'invalid_type':
      return EXPECTED[issue.expected] ?? issue.expected;
    case 'too_small':
      return issue.origin === 'array' ? 'a list with entries' : `${issue.minimum} or more`;
    case 'too_big':
      return `${issue.maximum} or less`;
    case 'invalid_union':
      return 'options' in issue && issue.options ? `one of ${issue.options.map(String).join(', ')}` : issue.message;
    default:
      return issue.message;
  }
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : described(value);
}

function described(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a group of keys';
  return typeof value === 'string' ? `the text "${value}"` : JSON.stringify(value);
}

function nameOf(path: Path): string {
  const last = path.at(-1);
  return typeof last === 'number' ? `entry ${last + 1}` : String(last);
}

function remedyOf(issue: Issue & { code: 'custom' }): string {
  const remedy: unknown = issue.params?.['remedy'];
  return typeof remedy === 'string' ? remedy : 'Correct the value.';
}
