import nodemailer from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import type { Mail } from '../../office/ports/parsed-mail.js';

/** A reply that a visitor writes as the recipient of a mail. */
export interface Answer {
  /** Who answers: the mailbox that the mail lies in. */
  from: { name: string; address: string };
  text: string;
  /** Whether the mail that is answered follows below the words, as mail programs do. */
  isQuoted: boolean;
  files: { name: string; type: string; bytes: Buffer }[];
}

/** What the server for answers said, word for word. */
export interface PostResult {
  isAccepted: boolean;
  to: string;
  reply: string;
}

/** Carries answers and delivery notices to the listener for answers, by real SMTP. */
export interface AnswerPost {
  answer(mail: Mail, answer: Answer): Promise<PostResult>;
  /** Sends finished bytes under the null sender, as mail systems report. */
  report(raw: Buffer, to: string): Promise<PostResult>;
}

const TIMEOUT_MS = 20_000;

export function createAnswerPost({ host, port }: { host: string; port: number }): AnswerPost {
  const transport = nodemailer.createTransport({
    host,
    port,
    ignoreTLS: true,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const send = async (to: string, message: SendMailOptions): Promise<PostResult> => {
    try {
      const { response } = await transport.sendMail(message);
      return { isAccepted: true, to, reply: response };
    } catch (error) {
      return { isAccepted: false, to, reply: replyOf(error) };
    }
  };
  return {
    answer: (mail, answer) => {
      const to = (mail.replyTo[0] ?? mail.from[0])?.address ?? '';
      return send(to, composeAnswer(mail, answer, to));
    },
    report: (raw, to) => send(to, { raw, envelope: { from: '', to: [to] } }),
  };
}

function composeAnswer(mail: Mail, answer: Answer, to: string): SendMailOptions {
  const id = mail.messageId === null ? null : `<${mail.messageId}>`;
  const thread = [...mail.references.map((reference) => `<${reference}>`), ...(id === null ? [] : [id])];
  return {
    from: answer.from,
    to,
    envelope: { from: answer.from.address, to: [to] },
    subject: /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`,
    text: answer.isQuoted ? `${answer.text.trimEnd()}\n\n${quote(mail)}` : answer.text,
    ...(id === null ? {} : { inReplyTo: id, references: thread }),
    attachments: answer.files.map((file) => ({ filename: file.name, content: file.bytes, contentType: file.type })),
  };
}

function quote(mail: Mail): string {
  const writer = mail.from[0];
  const lines = mail.text.split('\n').map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd()));
  return [`${writer?.name || (writer?.address ?? '')} wrote:`, ...lines, ''].join('\n');
}

function replyOf(error: unknown): string {
  const { response, message } = error as { response?: string; message?: string };
  return response ?? message ?? String(error);
}
