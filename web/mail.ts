import type { FastifyInstance } from 'fastify';
import { doubtOfProof, proofWords } from '../domain/authentication.js';
import { mailWorkflowId } from '../domain/ids.js';
import { LONGEST, shorten } from '../domain/text.js';
import { isGivenUp } from '../office/intake/tries.js';
import type { MailOut } from '../office/ports/outbox.js';
import type { Receipt } from '../office/ports/receipts.js';
import { formatSize } from '../templates/size.js';
import { printable } from '../templates/typography.js';
import { decisionCards } from './decision.js';
import type { WebContext } from './deps.js';
import { sendDocument } from './download.js';
import { notFound } from './fault.js';
import { offersOf } from './filing.js';
import { requestLink } from './link.js';
import { receivedLine, sentLine } from './mail-line.js';
import { instantWords } from './moment.js';
import { readNotice } from './notice.js';
import { standingWords } from './overview.js';
import { sendPage, sendPaper } from './policy.js';
import { fileLine, workflowLink } from './request.js';
import { shownText } from './shown-text.js';

/** Files that the page of a mail names. */
const MOST_FILES = 100;

/** The mail page: what came in, held mail first, and what went out. */
export function registerMail(site: FastifyInstance, context: WebContext): void {
  const { queries, pages, catalogue, settings } = context;
  const { zone } = catalogue.headquarters;

  site.get('/desk/mail', async (request, reply) => {
    const page = pageOf(request.query, 'page');
    const waitingPage = pageOf(request.query, 'waiting');
    const waiting = page === 1 ? await queries.findWaitingReceipts(waitingPage) : { rows: [], hasMore: false };
    const standing = await context.findStanding(context.clock.now());
    const { rows, hasMore } = await queries.findReceipts(page);
    const troubles = await context.findTroubles(context.clock.now());
    const data = {
      troubles: troubles.map((one) => ({ ...one, since: instantWords(one.since, zone), words: printable(one.words) })),
      standing: standingWords(standing.count),
      waiting: waiting.rows.map((receipt) => receivedLine(receipt, zone)),
      waitingPager: pager('/desk/mail?waiting', waitingPage, waiting.hasMore),
      isFirst: page === 1,
      mails: rows.map((receipt) => receivedLine(receipt, zone)),
      ...pager('/desk/mail?page', page, hasMore),
    };
    return sendPage(
      reply,
      pages.desk({ page: 'mail-in', title: 'Received mail', section: 'mail', notice: readNotice(request.query), data }),
    );
  });

  site.get('/desk/mail/sent', async (request, reply) => {
    const page = pageOf(request.query, 'page');
    const { rows, hasMore } = await queries.findSentMails(page);
    const data = { mails: rows.map((mail) => sentLine(mail, zone)), ...pager('/desk/mail/sent?page', page, hasMore) };
    return sendPage(reply, pages.desk({ page: 'mail-out', title: 'Sent mail', section: 'mail', notice: null, data }));
  });

  site.get('/desk/mail/received/:id', async (request, reply) => {
    const { id } = request.params as { id: string };
    const found = await queries.findReceipt(id);
    if (!found) throw notFound('mail');
    const { receipt, tasks } = found;
    const data = {
      ...receivedLine(receipt, zone),
      ...(await readWords(context, receipt)),
      recipient: receipt.recipient,
      envelopeFrom: receipt.envelopeFrom || 'the null sender',
      size: formatSize(receipt.size, 'en'),
      sha256: receipt.rawSha256,
      faults: receipt.summary?.faults ?? [],
      proof: receipt.summary?.proof ? proofWords(receipt.summary.proof) : '',
      doubt: doubtOfProof(receipt.summary?.proof) ?? '',
      messageId: receipt.summary?.messageId ?? '',
      attachments: (receipt.summary?.attachments ?? []).slice(0, MOST_FILES).map(fileLine),
      moreFiles: moreFiles((receipt.summary?.attachments ?? []).length - MOST_FILES),
      isUnscanned: !context.files.isScanning,
      whyLines: receipt.why,
      handled: receipt.handledAt === null ? '' : instantWords(receipt.handledAt, zone),
      rawLink: `/desk/mail/received/${receipt.id}/raw`,
      isFiled: receipt.outcome !== 'held' && receipt.outcome !== 'failed',
      canFile: receipt.handledAt !== null && receipt.outcome !== 'bounce',
      fileLink: `/desk/mail/received/${receipt.id}/file`,
      offers: await offersOf(context, receipt),
      workflowId: mailWorkflowId(receipt.id),
      workflowLink: workflowLink(settings, mailWorkflowId(receipt.id)),
      decisions: await decisionCards(
        context,
        tasks.filter((task) => task.doneAt === null),
        '/desk/release',
      ),
    };
    return sendPage(
      reply,
      pages.desk({
        page: 'received',
        title: data.subject || 'A received mail',
        section: 'mail',
        notice: readNotice(request.query),
        data,
      }),
    );
  });

  site.get('/desk/mail/received/:id/raw', async (request, reply) => {
    const { id } = request.params as { id: string };
    const found = await queries.findReceipt(id);
    if (!found) throw notFound('mail');
    return sendDocument(reply, context, { sha256: found.receipt.rawSha256, name: `${id}.eml` });
  });

  site.get('/desk/mail/sent/:id', async (request, reply) => {
    const { id } = request.params as { id: string };
    const found = await queries.findSentMail(id);
    if (!found) throw notFound('mail');
    const { mail, requestIds } = found;
    const data = {
      ...sentLine(mail, zone),
      text: shownText(mail.text),
      htmlLink: `/desk/mail/sent/${mail.id}/html`,
      headers: headersOf(context, mail),
      requests: requestIds.map((requestId) => ({ id: requestId, link: requestLink(requestId) })),
      language: mail.language,
    };
    return sendPage(reply, pages.desk({ page: 'sent', title: mail.subject, section: 'mail', notice: null, data }));
  });

  site.get('/desk/mail/sent/:id/html', async (request, reply) => {
    const { id } = request.params as { id: string };
    const found = await queries.findSentMail(id);
    if (!found) throw notFound('mail');
    return sendPaper(reply, found.mail.html);
  });

  site.get('/desk/documents/:sha256', async (request, reply) => {
    const { sha256 } = request.params as { sha256: string };
    const { name: asked = '' } = request.query as { name?: string | string[] };
    const name = (await queries.findDocumentName(sha256, String(asked))) ?? sha256;
    return sendDocument(reply, context, { sha256, name });
  });
}

function moreFiles(count: number): string {
  if (count <= 0) return '';
  return count === 1 ? 'One more file is in the mail itself.' : `${count} more files are in the mail itself.`;
}

function headersOf({ addressing }: WebContext, mail: MailOut): { name: string; value: string }[] {
  return [
    { name: 'From', value: addressing.deskAddress },
    { name: 'To', value: `${mail.toName} <${mail.toAddress}>` },
    { name: 'Reply-To', value: mail.replyAddress },
    { name: 'Return-Path', value: mail.envelopeFrom },
    { name: 'Date', value: new Date(mail.datedAt).toUTCString() },
    { name: 'Message-ID', value: `<${mail.messageId}>` },
    ...(mail.inReplyTo === null ? [] : [{ name: 'In-Reply-To', value: `<${mail.inReplyTo}>` }]),
    { name: 'Auto-Submitted', value: mail.isAutomaticReply ? 'auto-replied' : 'auto-generated' },
  ];
}

/** The whole text, so that held mail can be judged; what cannot be read is said. */
async function readWords(
  { opening, log }: WebContext,
  receipt: Receipt,
): Promise<{ text: string; to: string; date: string; unreadable: string }> {
  try {
    if (isGivenUp(receipt)) return UNREADABLE;
    const { mail } = await opening.openReceipt(receipt);
    const to = [...mail.to, ...mail.cc].map(({ address }) => address).join(', ');
    return { text: shownText(mail.text), to: shorten(to, LONGEST.line), date: mail.date ?? '', unreadable: '' };
  } catch (fault) {
    log.warn({ fault, receipt: receipt.id }, 'a received mail could not be read for the desk');
    return UNREADABLE;
  }
}

const UNREADABLE = {
  text: '',
  to: '',
  date: '',
  unreadable: 'This mail could not be read. Its bytes are kept: download it to look into it.',
};

function pageOf(query: unknown, list: 'page' | 'waiting'): number {
  const number = Number((query as Partial<Record<'page' | 'waiting', string>>)[list] ?? 1);
  return Number.isSafeInteger(number) && number > 0 && number < 1_000_000 ? number : 1;
}

/** `path` ends with the name of the list: `/desk/mail?page`. */
function pager(path: string, page: number, hasMore: boolean): { newer: string; older: string } {
  return { newer: page > 1 ? `${path}=${page - 1}` : '', older: hasMore ? `${path}=${page + 1}` : '' };
}
