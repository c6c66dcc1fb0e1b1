import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { MultipartFile } from '@fastify/multipart';
import type { DocumentStore } from '../office/ports/documents.js';
import { PageFault } from './fault.js';
import { cut, cutFileName, isLonger, LONGEST, wellFormed } from '../domain/text.js';

const MIB = 1024 * 1024;
/** Bytes of one file. */
export const MAX_FILE = 60 * MIB;
/** Bytes of all files of one answer. */
export const MAX_ALL = 100 * MIB;
/** Bytes of a field of text: more than `LONGEST.typed` characters can take. */
export const MAX_TEXT = 4 * LONGEST.typed;
/** What is larger is not even read to its end in order to say so. */
const MAX_READ = 4 * MAX_ALL;

export interface UploadedFile {
  name: string;
  type: string;
  size: number;
  sha256: string;
}

/** Why an upload cannot be taken as it is. */
export type UploadFault = { fault: 'file'; name: string } | { fault: 'all' } | { fault: 'text' } | { fault: 'person' };

export interface Upload {
  fields: Record<string, string>;
  files: UploadedFile[];
  /** The first fault; the form is read to its end all the same, so that its text can be shown again. */
  fault: UploadFault | null;
}

/**
 * Reads a form with files; each is streamed into the document store and never held in memory. Throws when the line breaks:
 * then nothing is to be filed.
 */
export async function readUpload(request: FastifyRequest, documents: DocumentStore): Promise<Upload> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_READ)
    return { fields: {}, files: [], fault: { fault: 'all' } };
  const upload: Upload = { fields: {}, files: [], fault: null };
  try {
    await readParts(request, documents, upload);
  } catch (fault) {
    if (!BROKEN_FORM.test(String((fault as Error).message))) throw fault;
    throw new PageFault(400, 'This form did not arrive whole', 'Go back, and send it again.');
  }
  return upload;
}

/** The reader of forms says so of one that its sender has made wrongly, or that broke off; it gives no code. */
const BROKEN_FORM = /^(?:Multipart: |The needle cannot |Unexpected end of |Part terminated early )/;

async function readParts(request: FastifyRequest, documents: DocumentStore, upload: Upload): Promise<void> {
  let total = 0;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      const value = wellFormed(typeof part.value === 'string' ? part.value : '');
      upload.fields[part.fieldname] = value;
      if (part.valueTruncated || isLonger(value, LONGEST.typed)) upload.fault ??= { fault: 'text' };
      else if (PERSON.has(part.fieldname) && isLonger(value, LONGEST.name)) upload.fault ??= { fault: 'person' };
      continue;
    }
    const { mimetype: type, file } = part;
    // Some clients give no name at all, whatever the type says.
    const { filename = '' }: { filename?: string } = part;
    const name = cutFileName(wellFormed(filename));
    if (upload.fault !== null) {
      await drain(file);
      continue;
    }
    const rest = MAX_ALL - total;
    try {
      const { sha256, size } = await documents.putStream(Readable.from(within(file, Math.min(MAX_FILE, rest))));
      // A file field that was left empty comes as an empty file without a name.
      if (name === '' && size === 0) continue;
      total += size;
      upload.files.push({ name: name || 'file', type: cut(type, LONGEST.name), size, sha256 });
    } catch (fault) {
      if (!(fault instanceof TooLarge)) throw fault;
      upload.fault = rest < MAX_FILE ? { fault: 'all' } : { fault: 'file', name };
      await drain(file);
    }
  }
}

/** Fields that say who answers. */
const PERSON: ReadonlySet<string> = new Set(['name', 'function']);

class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** The bytes of a stream, up to a limit. The stream is left open, so that the rest of the form can be read past it. */
async function* within(source: Readable, limit: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new TooLarge();
    yield chunk;
  }
}

async function drain(file: MultipartFile['file']): Promise<void> {
  for await (const chunk of file) void chunk;
}
