import { readForwarded } from '../../domain/forwarded.js';
import { readJointReply } from '../../domain/joint-reply.js';
import { readLacks } from '../../domain/lack.js';
import { authorsOf, isSentFile } from '../../domain/mail-class.js';
import { rankGuesses } from '../../domain/match.js';
import { readProposals } from '../../domain/proposal.js';
import { markIn } from '../../domain/publication.js';
import { readSigned, readSubjectCodes, withoutTokens } from '../../domain/reply-address.js';
import { ownWordsOf, shownWordsOf, wordsToShow } from '../../domain/reply-preview.js';
import { mayNameSuccessor, readSuccessor } from '../../domain/successor.js';
import type { Mail } from '../../office/ports/parsed-mail.js';

/** A day, a party and a request, as any: only the time that the rules take is of interest. */
const DAY = '2027-01-15';
const CANDIDATE = {
  requestId: 'annual-report/2027/XXX',
  party: 'XXX',
  names: ['Nowhere'],
  titles: ['Annual report'],
  symbol: 'AG/RES. 1',
  dueDate: DAY,
  isOpen: true,
};

/**
 * Asks every rule that reads the words of a mail and asks more than them, and forgets what it says: it is asked once more in the
 * service, when the mail is filed and shown. What the words say by themselves is kept (`MailWords`); a text on which one of them would not end is found here, in the thread, which can be ended.
 */
export function tryRules(mail: Mail): void {
  const { subject, text } = mail;
  const files = mail.attachments.filter(isSentFile).map(({ name }) => ({ name, verdict: 'sound' as const }));
  const sender = authorsOf(mail)[0] ?? '';
  const source = { text, sender, senderName: mail.from[0]?.name ?? '', known: new Set<string>(), isOurs: () => false };
  ownWordsOf(text);
  readForwarded(text);
  readLacks(text, files);
  readProposals(text, DAY);
  mayNameSuccessor(text);
  readSuccessor(source);
  shownWordsOf(text);
  wordsToShow(text);
  markIn(text);
  withoutTokens(text);
  readSigned(`${text}\n${mail.html ?? ''}`, 'nowhere.example', ['no key']);
  readSubjectCodes(subject);
  readJointReply({ text, files: files.map(({ name }) => name) }, [
    { requestId: CANDIDATE.requestId, names: ['report'] },
  ]);
  const stranger = { relation: 'stranger' as const, party: null, because: '' };
  rankGuesses({ subject, text, quoted: [], coded: [], threaded: [], sender: stranger }, [CANDIDATE]);
}
