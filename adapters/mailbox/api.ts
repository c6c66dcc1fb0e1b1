import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { MailFolder, StoredMail } from './mail-folder.js';

/** The mailbox as JSON, for tests and scripts; `find` gives the mail that a request names, or throws 404. */
export function registerApi(
  site: FastifyInstance,
  folder: MailFolder,
  find: (request: FastifyRequest) => StoredMail,
): void {
  site.get('/api/mails', (request) => {
    const { to, since } = request.query as { to?: string; since?: string };
    return folder.list({ to, since }).map(summary);
  });

  site.get('/api/mails/:id', async (request) => {
    const stored = find(request);
    const { text, html, headers, replyTo, inReplyTo, references, attachments } = await folder.read(stored.id);
    return {
      ...summary(stored),
      text,
      html,
      headers,
      replyTo: replyTo.map(({ address }) => address),
      inReplyTo,
      references,
      attachments: attachments.map(({ name, type, size, sha256 }) => ({ name, type, size, sha256 })),
    };
  });

  site.get('/api/mails/:id/raw', async (request, reply) =>
    reply
      .headers({ 'x-content-type-options': 'nosniff', 'content-disposition': 'attachment; filename="mail.eml"' })
      .type('message/rfc822')
      .send(await folder.raw(find(request).id)),
  );
}

function summary({ names: _names, ...rest }: StoredMail): Omit<StoredMail, 'names'> {
  return rest;
}
