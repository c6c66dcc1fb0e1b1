import type { FastifyReply } from 'fastify';
import { DocumentMissing } from '../adapters/documents/store.js';
import type { DocumentStore } from '../adapters/documents/store.js';
import { printable } from '../templates/typography.js';
import { notFound } from './fault.js';

const SHA256 = /^[0-9a-f]{64}$/;

/** Sends a stored document as bytes to be saved, never as something to be shown in our origin. */
export async function sendDocument(
  reply: FastifyReply,
  documents: DocumentStore,
  document: { sha256: string; name: string },
): Promise<FastifyReply> {
  const { sha256, name } = document;
  if (!SHA256.test(sha256) || !(await documents.has(sha256))) throw notFound('document');
  try {
    return reply
      .headers({
        'content-disposition': attachment(name),
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'no-store',
      })
      .type('application/octet-stream')
      .send(await documents.open(sha256));
  } catch (fault) {
    if (fault instanceof DocumentMissing) throw notFound('document');
    throw fault;
  }
}

/** RFC 6266: a plain name for old clients, the real one in RFC 8187's encoding. */
function attachment(name: string): string {
  const clean =
    printable(name)
      .replace(/[/\\]|\p{Cs}/gu, '_')
      .slice(0, 200) || 'document';
  const plain = clean.replace(/[^\x20-\x7e]|["%]/g, '_');
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
