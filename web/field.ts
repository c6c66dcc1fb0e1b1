import type { FastifyRequest } from 'fastify';
import { isLonger, LONGEST, wellFormed } from '../domain/text.js';
import { PageFault } from './fault.js';

/** Fields of which a form may send several: the notes that are marked for release. */
const REPEATED: ReadonlySet<string> = new Set(['request']);

/**
 * What a form or an address sends is made well-formed before a page sees it, one text a field: a browser sends no field twice, and no
 * page is written for it.
 * @throws PageFault that names a field which is longer than any that the desk keeps.
 */
export function boundFields(request: FastifyRequest): void {
  if (isRecord(request.query)) request.query = boundedRecord(request.query);
  if (isRecord(request.params)) request.params = boundedRecord(request.params);
  // A form with files is read part by part (`upload.ts`).
  if (isRecord(request.body) && !request.isMultipart()) request.body = boundedRecord(request.body);
}

function boundedRecord(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, boundedField(name, value)]));
}

function boundedField(name: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const all = value.map((one) => boundedField(name, one));
    return REPEATED.has(name) ? all : all.at(-1);
  }
  if (typeof value !== 'string') return value;
  if (isLonger(value, LONGEST.line)) throw tooLong(name, value);
  return wellFormed(value);
}

function tooLong(name: string, value: string): PageFault {
  const title = `The field “${name.slice(0, 40)}” is too long`;
  const advice = `It has ${value.length} characters, where ${LONGEST.line} are kept. Nothing was changed. Go back and shorten it.`;
  return new PageFault(413, title, advice);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
