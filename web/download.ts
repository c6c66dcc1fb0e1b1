import type { FastifyReply } from 'fastify';
import { DocumentMissing } from '../office/ports/documents.js';
import type { FileRefusal } from '../office/intake/file-check.js';
import { printable } from '../templates/typography.js';
import type { WebContext } from './deps.js';
import { notFound, PageFault } from './fault.js';

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Sends a stored document as bytes to be saved, never as something to be shown in our origin. What the scanner finds something in is
 * not handed out, nor what it has not seen.
 */
export async function sendDocument(
  reply: FastifyReply,
  { documents, files }: Pick<WebContext, 'documents' | 'files'>,
  document: { sha256: string; name: string },
): Promise<FastifyReply> {
  const { sha256, name } = document;
  if (!SHA256.test(sha256) || !(await documents.has(sha256))) throw notFound('document');
  const refusal = await files.findRefusal(sha256, name);
  if (refusal !== null) throw refused(refusal);
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

function refused({ verdict, because }: FileRefusal): PageFault {
  return verdict === 'infected'
    ? new PageFault(
        403,
        'This file is not handed out',
        `The virus scanner has found something: ${because}. It is kept as evidence inside the mail as it came; ask its sender for a clean copy.`,
      )
    : new PageFault(
        503,
        'This file has not been scanned yet',
        `${because}. Nothing unscanned is handed out: try again in some minutes, or tell the administrator.`,
      );
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
