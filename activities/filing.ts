import type { DocumentStore } from '../adapters/documents/store.js';
import { readMail } from '../adapters/mime/mail.js';
import type { Mail } from '../adapters/mime/mail.js';
import type { ContactStore } from '../adapters/postgres/contact-store.js';
import type { IntakeStore, ReceiptRow } from '../adapters/postgres/intake-store.js';
import { partsOfCycle, partyCodeOf } from '../domain/ids.js';
import { LANGUAGES } from '../domain/mandate.js';
import type { Catalogue } from '../domain/mandate.js';
import { isSentFile } from '../domain/mail-class.js';
import { rankGuesses } from '../domain/match.js';
import type { Candidate, Guess } from '../domain/match.js';
import { mailKey } from '../domain/reply-address.js';
import { relationOf } from '../domain/sender.js';
import type { Addressing } from './addressing.js';
import type { Delivery } from './delivery.js';

export interface FilingDeps {
  intake: IntakeStore;
  contacts: ContactStore;
  documents: DocumentStore;
  catalogue: Catalogue;
  delivery: Delivery;
  addressing: Addressing;
}

export const FILED_AS = ['answer', 'message'] as const;
export type FiledAs = (typeof FILED_AS)[number];

/** Why nothing was filed, naming field, fault and remedy; null where it was. */
export type FilingRefusal = { because: string } | null;

export type Filing = ReturnType<typeof createFiling>;

/** Every signed address of ours that may stand in a text, of whatever domain. */
const SIGNED = /\b[rb]-[a-z0-9]{10,16}-[a-z0-9]{16}@[a-z0-9.-]+[a-z0-9]/giu;

/** What a person does with a mail that was held, or filed where it does not belong: one rule for the desk and the command line. */
export function createFiling({ intake, contacts, documents, catalogue, delivery, addressing }: FilingDeps) {
  /** The requests that the mail may belong to, the likeliest first, each with its reasons; read from the raw bytes. */
  async function guess(receipt: ReceiptRow): Promise<Guess[]> {
    const mail = await readMail(await documents.get(receipt.raw_sha256));
    const quoted = [...`${mail.text}\n${addressesOf(mail).join('\n')}`.matchAll(SIGNED)].flatMap(
      ([address]) => addressing.read(address) ?? [],
    );
    const messageIds = [...mail.inReplyTo, ...mail.references].filter((id) => id.endsWith(`@${addressing.domain}`));
    const changes = await contacts.findAllChanges();
    const sender = relationOf(
      mail.from.map(({ address }) => address),
      null,
      {
        parties: catalogue.parties,
        changes: (party) => changes.filter((one) => one.party === party).map((one) => one.change),
      },
    );
    const origins = await Promise.all(quoted.map((mailOutId) => intake.findOrigin({ mailOutId })));
    const threads = await Promise.all(messageIds.map((id) => intake.findOrigin({ messageIds: [id] })));
    const facts = {
      subject: mail.subject,
      text: mail.text,
      quoted: origins.flatMap((origin) => origin?.requestIds ?? []),
      threaded: threads.flatMap((origin) => origin?.requestIds ?? []),
      sender,
    };
    return rankGuesses(facts, (await intake.findFileable()).flatMap(candidateOf));
  }

  function candidateOf(row: { id: string; dueDate: string; isOpen: boolean }): Candidate[] {
    const party = catalogue.parties.find(({ code }) => code === partyCodeOf(row.id));
    const { obligation: duty } = partsOfCycle(row.id.slice(0, row.id.lastIndexOf('/')));
    const obligation = catalogue.obligations.find(({ id }) => id === duty);
    if (!party || !obligation) return [];
    const symbol = catalogue.resolutions.find(({ id }) => id === obligation.resolution)?.symbol ?? '';
    return [
      {
        requestId: row.id,
        party: party.code,
        names: [...new Set(LANGUAGES.map((language) => party.name[language]))],
        titles: [...new Set(LANGUAGES.map((language) => obligation.title[language]))],
        symbol,
        dueDate: row.dueDate,
        isOpen: row.isOpen,
      },
    ];
  }

  /**
   * Files a mail for the requests, once: a repeat changes nothing. What was filed before stays where it is. The sender is
   * acknowledged as for any other mail. Nothing is filed where one of the requests is unknown.
   */
  async function file(given: {
    receiptId: string;
    requestIds: readonly string[];
    as: FiledAs;
    by: string;
    at: string;
  }): Promise<FilingRefusal> {
    const { receiptId, as, by, at } = given;
    const requestIds = [...new Set(given.requestIds.map((id) => id.trim()))].filter((id) => id !== '');
    const [receipt] = await intake.findReceipts([receiptId]);
    if (!receipt) return { because: `The mail: there is none '${receiptId}' on record. Take the id from the list.` };
    if (receipt.handled_at === null)
      return { because: 'The mail: it has just come and is still being read. Try again in a minute.' };
    if (receipt.outcome === 'bounce')
      return { because: 'The mail: it is the return of a mail of ours, and answers nothing.' };
    if (requestIds.length === 0)
      return { because: 'The request: none is named. Choose one, such as annual-report/2027/BRA.' };
    for (const requestId of requestIds) {
      if (!(await intake.findCase(requestId)))
        return { because: `The request: there is none '${requestId}' on record. Take one from the overview.` };
      if (receipt.request_id === requestId && receipt.outcome === 'filed')
        return { because: `The request: the mail was filed for ${requestId} before.` };
    }
    const mail = await readMail(await documents.get(receipt.raw_sha256));
    for (const requestId of requestIds) await fileFor(requestId, { receipt, mail, as, at });
    const detail = `filed by ${by}${requestIds.length > 1 ? ` for ${requestIds.join(', ')}` : ''}`;
    const outcome = as === 'answer' ? 'filed' : 'message';
    await intake.refile(receiptId, { outcome, requestId: requestIds[0] ?? null, detail, at, by });
    return null;
  }

  async function fileFor(
    requestId: string,
    { receipt, mail, as, at }: { receipt: ReceiptRow; mail: Mail; as: FiledAs; at: string },
  ): Promise<void> {
    const { received_at: receivedAt } = receipt;
    const id = `filed-${mailKey(`${receipt.id}/${as}/${requestId}`)}`;
    const sender = mail.from[0]?.address ?? receipt.envelope_from;
    const common = { id, requestId, receiptId: receipt.id, contact: null, sender, receivedAt, text: mail.text };
    if (as === 'message') {
      await intake.fileMessage(common, await delivery.holdFor(requestId, receivedAt), null);
      await delivery.message(id, at);
      return;
    }
    const files = [];
    for (const { name, type, size, bytes } of mail.attachments.filter(isSentFile)) {
      files.push({ name, type, size, sha256: (await documents.put(bytes)).sha256 });
    }
    await intake.fileSubmission({ ...common, via: 'mail', files }, null);
    await delivery.submission(id, at);
  }

  return { guess, file };
}

function addressesOf(mail: Mail): string[] {
  return [...mail.to, ...mail.cc].map(({ address }) => address).concat(mail.deliveredTo);
}
