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

/** Checks a file's shape and records every fault of it; the typed value, or `undefined` if there was any. */
export function parseShape<T extends z.ZodType>(source: Source, schema: T): z.infer<T> | undefined {
  if (source.value === undefined) return undefined;
  const result = schema.safeParse(source.value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) record(source, issue);
  return undefined;
}

function record(source: Source, issue: Issue): void {
  const found = valueAt(source.value, issue.path);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      source.fault([...issue.path, key], 'is an unknown key', 'Remove it, or correct its spelling.');
    }
  } else if (found === undefined && issue.path.length > 0) {
    source.fault(issue.path, 'is missing', `Add "${nameOf(issue.path)}": ${wanted(issue)}.`);
  } else if (issue.code === 'custom') {
    source.fault(issue.path, issue.message, remedyOf(issue));
  } else {
    source.fault(issue.path, `is ${described(found)}`, `Give ${wanted(issue)}.`);
  }
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
    default:
      return issue.message;
  }
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
