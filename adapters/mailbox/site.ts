import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Mail } from '../../office/ports/parsed-mail.js';
import { groupMailboxes, nameOf } from './address-group.js';
import type { Answer, AnswerPost } from './answer-post.js';
import { registerApi } from './api.js';
import type { MailFolder, StoredMail } from './mail-folder.js';
import { loadPages } from './page.js';

export interface SiteOptions {
  folder: MailFolder;
  answers: AnswerPost;
}

const MEGABYTE = 1024 * 1024;
const MAX_SOURCE = 200 * 1024;
const VIEWS = ['mail', 'text', 'headers', 'source'] as const;
type View = (typeof VIEWS)[number];
const VIEW_TITLES: Record<View, string> = {
  mail: 'As it is read',
  text: 'Plain text',
  headers: 'Headers',
  source: 'Source',
};

/** Pages run no script and load nothing from elsewhere. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** A mail's own HTML is a stranger's: no script, no origin, no address of the outside world is asked. */
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';
const MAIL_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; sandbox ${SANDBOX}`;

/** The mailbox as web pages for people, beside the JSON for scripts. */
export async function buildSite({ folder, answers }: SiteOptions): Promise<FastifyInstance> {
  const site = Fastify({ logger: false });
  const { render, style } = loadPages();
  await site.register(multipart, { limits: { fileSize: 40 * MEGABYTE, files: 20, fieldSize: MEGABYTE } });

  const page = (reply: FastifyReply, name: string, title: string, data: object): FastifyReply =>
    reply
      .headers({
        'content-security-policy': PAGE_POLICY,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      })
      .type('text/html; charset=utf-8')
      .send(render(name, title, data));
  const find = (request: FastifyRequest): StoredMail => {
    const stored = folder.find((request.params as { id: string }).id);
    if (stored === undefined) throw Object.assign(new Error('There is no such mail.'), { statusCode: 404 });
    return stored;
  };

  site.addHook('onRequest', async (request) => {
    // A page of another site must not send answers in a visitor's name.
    if (request.method === 'POST' && request.headers['sec-fetch-site'] === 'cross-site') {
      throw Object.assign(new Error('Answers are written on this page only.'), { statusCode: 403 });
    }
  });
  site.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    reply.status(error.statusCode ?? 500);
    if (request.url.startsWith('/api/')) return reply.send({ error: error.message });
    return page(reply, 'problem', 'Something is wrong', { message: error.message });
  });
  site.setNotFoundHandler((_request, reply) =>
    page(reply.status(404), 'problem', 'Not found', { message: 'There is no such page.' }),
  );

  site.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(style));

  site.get('/', (_request, reply) => {
    const mails = folder.list();
    const groups = groupMailboxes(mails).map(({ title, mailboxes }) => ({
      title,
      count: mailboxes.length,
      mailboxes: mailboxes.map((box) => ({
        link: mailboxLink(box.address),
        name: box.name,
        address: box.address,
        count: box.count,
        subject: box.latest.subject || 'No subject',
        at: instantWords(box.latest.date ?? box.latest.receivedAt),
      })),
    }));
    const empty =
      mails.length === 0 ? ['No mail has been sent yet. Every mail that the service sends will appear here.'] : [];
    return page(reply, 'overview', 'Mailboxes', { groups, empty, total: mails.length });
  });

  site.get('/mailboxes/:address', (request, reply) => {
    const { address } = request.params as { address: string };
    const mails = folder.list({ to: address });
    const name = mails[0] === undefined ? address : nameOf(mails[0], address);
    return page(reply, 'mailbox', name, {
      name,
      address,
      mails: mails.map((mail) => ({
        link: mailLink(mail, address),
        subject: mail.subject || 'No subject',
        from: mail.from,
        date: instantWords(mail.date ?? mail.receivedAt),
      })),
    });
  });

  site.get('/mails/:id', async (request, reply) => {
    const stored = find(request);
    const mail = await folder.read(stored.id);
    const query = request.query as { as?: string; view?: string };
    const view = VIEWS.find((one) => one === query.view) ?? (mail.html === null ? 'text' : 'mail');
    const reader = readerOf(stored, query.as);
    return page(reply, 'mail', mail.subject, {
      subject: mail.subject || 'No subject',
      from: writtenAddresses(mail.from),
      to: writtenAddresses(mail.to),
      replyTo: (mail.replyTo[0] ?? mail.from[0])?.address ?? '',
      date: instantWords(stored.date ?? stored.receivedAt),
      receivedAt: instantWords(stored.receivedAt),
      reader: { name: nameOf(stored, reader), address: reader, link: mailboxLink(reader) },
      tabs: VIEWS.filter((one) => one !== 'mail' || mail.html !== null).map((one) => ({
        title: VIEW_TITLES[one],
        link: `${mailLink(stored, reader)}&view=${one}`,
        mark: one === view ? 'page' : 'false',
      })),
      frames:
        view === 'mail' ? [{ link: `/mails/${stored.id}/html`, height: frameHeight(mail), sandbox: SANDBOX }] : [],
      texts: view === 'source' ? [sourceText(await folder.raw(stored.id))] : textsOf(view, stored, mail),
      rawLink: `/api/mails/${stored.id}/raw`,
      files: mail.attachments
        .map((file, index) => ({
          name: file.name,
          size: sizeWords(file.size),
          link: `/mails/${stored.id}/files/${index}`,
          inline: file.inline,
        }))
        .filter((file) => !file.inline),
      answerLink: `/mails/${stored.id}/answer?as=${encodeURIComponent(reader)}`,
    });
  });

  site.get('/mails/:id/html', async (request, reply) => {
    const mail = await folder.read(find(request).id);
    return reply
      .headers({
        'content-security-policy': MAIL_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      .type('text/html; charset=utf-8')
      .send(`<base target="_blank"><style>body{margin:1.25rem}</style>${withPictures(mail)}`);
  });

  site.get('/mails/:id/files/:index', async (request, reply) => {
    const file = (await folder.read(find(request).id)).attachments[Number((request.params as { index: string }).index)];
    if (file === undefined) throw Object.assign(new Error('There is no such file.'), { statusCode: 404 });
    return reply
      .headers({
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      })
      .type('application/octet-stream')
      .send(file.bytes);
  });

  site.post('/mails/:id/answer', async (request, reply) => {
    const stored = find(request);
    const reader = readerOf(stored, (request.query as { as?: string }).as);
    const answer = await readAnswer(request, { name: nameOf(stored, reader), address: reader });
    const result = await answers.answer(await folder.read(stored.id), answer);
    return page(reply.status(result.isAccepted ? 200 : 502), 'sent', result.isAccepted ? 'Sent' : 'Not accepted', {
      words: result.isAccepted ? 'The answer was accepted.' : 'The answer was not accepted.',
      kind: result.isAccepted ? 'good' : 'bad',
      reply: result.reply,
      to: result.to,
      from: reader,
      files: answer.files.map((file) => ({ name: file.name, size: sizeWords(file.bytes.length) })),
      mailLink: mailLink(stored, reader),
      mailboxLink: mailboxLink(reader),
    });
  });

  registerApi(site, folder, find);
  return site;
}

function textsOf(view: View, stored: StoredMail, mail: Mail): string[] {
  if (view === 'text') return [mail.text];
  if (view === 'headers') {
    const envelope = `Envelope from: ${stored.envelope.from || '<>'}\nEnvelope to: ${stored.envelope.to.join(', ')}\n\n`;
    return [envelope + mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')];
  }
  return [];
}

/** The page shows the beginning of a mail's source; the whole can be fetched. */
function sourceText(raw: Buffer): string {
  const shown = raw.subarray(0, MAX_SOURCE).toString('utf8');
  return raw.length > MAX_SOURCE ? `${shown}\n… ${sizeWords(raw.length - MAX_SOURCE)} more` : shown;
}

async function readAnswer(request: FastifyRequest, from: Answer['from']): Promise<Answer> {
  const answer: Answer = { from, text: '', isQuoted: false, files: [] };
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const bytes = await part.toBuffer();
      if (part.filename) answer.files.push({ name: part.filename, type: part.mimetype, bytes });
    } else if (part.fieldname === 'text') answer.text = String(part.value).replaceAll('\r\n', '\n');
    else if (part.fieldname === 'quote') answer.isQuoted = true;
  }
  return answer;
}

/** A visitor reads as one of those who received the mail, never as anybody else. */
function readerOf(stored: StoredMail, wanted: string | undefined): string {
  return stored.to.find((address) => address.toLowerCase() === wanted?.toLowerCase()) ?? stored.to[0] ?? '';
}

function mailboxLink(address: string): string {
  return `/mailboxes/${encodeURIComponent(address.toLowerCase())}`;
}

function mailLink(mail: StoredMail, reader: string): string {
  return `/mails/${mail.id}?as=${encodeURIComponent(reader)}`;
}

/** Pictures that travel in the mail are shown from its own bytes. */
function withPictures(mail: Mail): string {
  return mail.attachments.reduce(
    (html, file) =>
      file.inline && file.contentId !== null
        ? html.replaceAll(`cid:${file.contentId}`, `data:${file.type};base64,${file.bytes.toString('base64')}`)
        : html,
    mail.html ?? '',
  );
}

/** Without script a frame cannot grow by itself: its height in pixels is guessed from the words. */
function frameHeight(mail: Mail): number {
  const lines = mail.text.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 80), 0);
  return Math.min(2400, 220 + lines * 26);
}

function writtenAddresses(addresses: Mail['from']): string {
  return addresses.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`)).join(', ');
}

function instantWords(instant: string): string {
  const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return `${words.format(new Date(instant))} UTC`;
}

function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < MEGABYTE ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / MEGABYTE).toFixed(1)} MiB`;
}
