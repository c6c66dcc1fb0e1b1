import { isPersonal, isReadable } from '../../domain/admission/facts.js';
import type { AdmissionFacts, RequestFacts, StrangerFacts, Thread } from '../../domain/admission/facts.js';
import { readAdmittedMail } from '../../domain/admission/mail.js';
import { partyCodeOf } from '../../domain/ids.js';
import { authorsOf } from '../../domain/mail-class.js';
import type { Catalogue } from '../../domain/mandate.js';
import { cutShortBy } from '../../domain/reading.js';
import { looksSigned, readSubjectCodes } from '../../domain/reply-address.js';
import type { SuccessorFinding } from '../decisions/successor.js';
import type { Intake } from '../ports/intake.js';
import type { MailOrigin } from '../ports/receipts.js';
import type { Addressing } from '../posting/addressing.js';
import type { createContactWords, ForeseenChange } from './contact-word.js';
import type { Forwarding } from './forwarding.js';
import type { createGuessing } from './guess.js';
import type { OpenedMail } from './opened-mail.js';
import type { createOrigins } from './origin.js';
import { faultOf, findingsOf } from './received-files.js';

export interface AdmissionFactsDeps extends ReturnType<typeof createGuessing> {
  intake: Intake;
  catalogue: Catalogue;
  addressing: Addressing;
  origins: ReturnType<typeof createOrigins>;
  words: ReturnType<typeof createContactWords>;
  forwarding: Pick<Forwarding, 'isStaff'>;
}

/** The facts of a mail, and what was found on the way that its verdict is carried out with. */
export interface GatheredFacts {
  facts: AdmissionFacts;
  origin: MailOrigin | null;
  successor: SuccessorFinding | null;
}

/** Looks up all that a mail is admitted by. Nothing is changed. */
export function createAdmissionFacts(deps: AdmissionFactsDeps) {
  const { intake, catalogue, addressing, origins, words, findSender, guess, forwarding } = deps;

  return async function gather(opened: OpenedMail, at: string): Promise<GatheredFacts> {
    const { receipt, mail, verdict, words: said } = opened;
    const origin = await origins.find(receipt, mail);
    const admitted = readAdmittedMail(mail, verdict, said, {
      envelopeFrom: receipt.envelopeFrom,
      isEncrypted: mail.protection === 'encrypted',
      cutShort: cutShortBy(mail.faults),
      fileFault: faultOf(receipt),
      files: findingsOf(receipt),
    });
    const thread = origin && (await threadOf(opened, origin));
    const successor = isPersonal({ mail: admitted }) ? await successorIn(opened, { origin, thread, at }) : null;
    const change = successor?.foreseen?.change ?? null;
    const foreseen = successor === null || change === null ? [] : [{ party: successor.party, change }];
    const { recipient, recipientKind: kind } = receipt;
    const facts: AdmissionFacts = {
      mail: admitted,
      arrival: { kind, looksSigned: looksSigned(recipient, domainOf(recipient)), isShared: addressing.isShared },
      isStaff: forwarding.isStaff(mail),
      proof: receipt.summary?.proof ?? null,
      thread,
      stranger: addressing.isShared && origin === null ? await strangerIn(opened) : null,
      request: origin && isReadable({ mail: admitted }) ? await requestOf(opened, origin, foreseen) : null,
      successor: successor && {
        taken: successor.foreseen?.words ?? null,
        replacesAddressee: origin !== null && foreseen.length > 0 && (await words.isToFormer(origin, foreseen)),
      },
    };
    return { facts, origin, successor };
  };

  async function threadOf(opened: OpenedMail, origin: MailOrigin): Promise<Thread> {
    const { requestIds, isOnContacts, forwarded, toAddress } = origin;
    const party = catalogue.parties.find(({ code }) => code === origin.party);
    const isOnRecord = forwarded !== null && (await intake.findReceipts([forwarded.receiptId])).length > 0;
    return {
      requestIds,
      party: origin.party === null ? null : { code: origin.party, name: party?.name.en ?? origin.party },
      isOnContacts,
      isGiven: await origins.isGiven(opened, origin),
      isToFormer: await words.isToFormer(origin),
      isFromMission: words.isFromMission(opened.mail, origin.party),
      asked: forwarded && { ...forwarded, isOnRecord, toAddress },
    };
  }

  function successorIn(
    { receipt, mail }: OpenedMail,
    { origin, thread, at }: { origin: MailOrigin | null; thread: Thread | null; at: string },
  ): Promise<SuccessorFinding | null> {
    const requestId = origin?.requestIds.length === 1 ? (origin.requestIds[0] ?? null) : null;
    const { isGiven = false, isToFormer = false } = thread ?? {};
    return words.findSuccessor({ receipt, mail, origin, requestId, isGiven, isToFormer, at });
  }

  async function strangerIn({ mail, verdict }: OpenedMail): Promise<StrangerFacts> {
    // A stranger is not on file; an author who cannot be told may be anybody.
    const isKnown = async (authors: readonly string[]): Promise<boolean> =>
      (await findSender(authors, null)).relation !== 'stranger';
    const namesUs = readSubjectCodes(mail.subject).length > 0 || addressing.readAll(mail.text).length > 0;
    const isByKnown = await isKnown(authorsOf(mail));
    let isOfKnown = false;
    for (const { address } of verdict.recipients) isOfKnown ||= await isKnown([address]);
    // The words of a mail are held against every open request: not for the lists and reports that such a mailbox is full of.
    const isAsked = !namesUs && !isByKnown && !isOfKnown && verdict.class !== 'bounce' && verdict.class !== 'list';
    return { namesUs, isOfKnown, isByKnown, isGuessed: isAsked && (await guess(mail)).length > 0 };
  }

  async function requestOf(
    { mail }: OpenedMail,
    { requestIds: [id] }: MailOrigin,
    foreseen: readonly ForeseenChange[],
  ): Promise<RequestFacts | null> {
    if (id === undefined) return null;
    return {
      id,
      mailHold: await intake.findMailHold(id),
      laterId: await intake.findSuccessor(id),
      author: await findSender(authorsOf(mail), partyCodeOf(id), foreseen),
    };
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
