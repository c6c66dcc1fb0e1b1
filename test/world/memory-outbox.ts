import type { MailOut, Outbox } from '../../office/ports/outbox.js';

/** An outbox without a database, for tests in which nothing of it is asked but what `test/contracts/outbox.ts` says. */
export function createMemoryOutbox(): Outbox {
  const mails = new Map<string, MailOut>();
  const requestsOf = new Map<string, string[]>();
  const known = (id: string): MailOut => {
    const mail = mails.get(id);
    if (!mail) throw new Error(`no mail '${id}' is on record`);
    return mail;
  };
  return {
    async claimMail(mail, requests) {
      const first = [...mails.values()].find((one) => one.stepKey === mail.stepKey);
      if (first) return first;
      const fresh = { status: 'claimed', attempts: 0, isPerhapsDoubled: false, reply: null, sentAt: null } as const;
      const claimed: MailOut = { ...mail, ...fresh, recordedAt: mail.datedAt };
      mails.set(mail.id, claimed);
      requestsOf.set(
        mail.id,
        requests.map(({ requestId }) => requestId),
      );
      return claimed;
    },
    findMail: (id) => Promise.resolve(mails.get(id)),
    async beginSending(id) {
      const mail = known(id);
      if (mail.status === 'sent' || mail.status === 'failed') return mail;
      const isDoubled = mail.isPerhapsDoubled || mail.status === 'sending';
      const offered: MailOut = {
        ...mail,
        status: 'sending',
        attempts: mail.attempts + 1,
        isPerhapsDoubled: isDoubled,
      };
      mails.set(id, offered);
      return offered;
    },
    async settleMail({ mail, status, reply, at }) {
      mails.set(mail.id, { ...known(mail.id), status, reply, sentAt: status === 'sent' ? at : null });
    },
    async isAcknowledged({ requestId, address, since, exceptId }) {
      return [...mails.values()].some(
        (one) =>
          one.kind === 'acknowledgement' &&
          one.id !== exceptId &&
          one.datedAt > since &&
          one.toAddress.toLowerCase() === address.toLowerCase() &&
          requestsOf.get(one.id)?.includes(requestId) === true,
      );
    },
  };
}
