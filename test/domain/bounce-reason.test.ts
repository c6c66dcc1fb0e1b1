import { reasonOf } from '../../domain/bounce-reason.js';

/*
 * What mail systems say, as their own documentation and long use have it; none of these lines was taken from the mails that the rules are
 * measured with. What matters is whether the address itself is at fault.
 */
const WORDS: readonly [status: string, words: string, reason: string][] = [
  [
    '5.1.1',
    "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos",
    'userunknown',
  ],
  [
    '5.2.1',
    '550 5.2.1 The email account that you tried to reach is disabled. Learn more at https://support.google.com/mail/?p=DisabledUser',
    'suspend',
  ],
  ['4.2.2', '452 4.2.2 The email account that you tried to reach is over quota.', 'mailboxfull'],
  ['5.1.10', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup', 'userunknown'],
  ['5.4.1', '550 5.4.1 Recipient address rejected: Access denied. AS(201806281)', 'userunknown'],
  ['5.7.1', '550 5.7.1 Unable to relay', 'norelaying'],
  ['5.7.1', '550 5.7.1 Service unavailable; Client host [1.2.3.4] blocked using Spamhaus', 'blocked'],
  ['5.7.606', '550 5.7.606 Access denied, banned sending IP [1.2.3.4]', 'blocked'],
  [
    '5.7.26',
    '550-5.7.26 This mail has been blocked because the sender is unauthenticated. DKIM = did not pass SPF did not pass',
    'authfailure',
  ],
  [
    '5.0.0',
    "554 delivery error: dd This user doesn't have a yahoo.com account (x@yahoo.com) [0] - mta1",
    'userunknown',
  ],
  [
    '5.0.0',
    '554 delivery error: dd Sorry your message to x@yahoo.com cannot be delivered. This account has been disabled or discontinued [#102].',
    'suspend',
  ],
  ['5.1.1', '550 5.1.1 <x@aol.com>: Recipient address rejected: aol.com', 'userunknown'],
  ['5.0.0', '550 Requested action not taken: mailbox unavailable', 'userunknown'],
  ['5.2.0', '550 5.2.0 Mailbox is inactive', 'suspend'],
  ['5.2.2', '552 5.2.2 <x@y.z>: user is over quota', 'mailboxfull'],
  ['5.2.2', '552 5.2.2 Mailbox size limit exceeded', 'mailboxfull'],
  ['5.2.3', '552 5.2.3 Message exceeds fixed maximum message size', 'mesgtoobig'],
  ['5.3.4', '552 5.3.4 Message size exceeds fixed limit', 'mesgtoobig'],
  ['5.1.2', '550 5.1.2 <x@nodomain.example>: Host unknown', 'hostunknown'],
  [
    '5.4.4',
    'Host or domain name not found. Name service error for name=nodomain.example type=AAAA: Host not found',
    'hostunknown',
  ],
  ['5.4.6', '554 5.4.6 Hop count exceeded - possible mail loop', 'networkerror'],
  ['5.4.7', '554 5.4.7 [internal] exceeded max time without delivery', 'expired'],
  ['5.1.1', 'Remote host said: 550 5.1.1 unknown or illegal alias: x@y.z', 'userunknown'],
  ['5.4.4', 'Name service error for name=x.example type=MX: Malformed or unexpected name server reply', 'networkerror'],
  ['5.7.1', '554 5.7.1 Invalid IP for sending mail of domain oas.example', 'blocked'],
  ['5.0.0', 'This address no longer accepts mail.', 'userunknown'],
  ['5.4.7', "5.4.7 - Delivery expired (message too old) 'timeout'", 'expired'],
  ['4.4.7', '#4.4.7 message delayed; Delivery time expired', 'expired'],
  ['4.4.1', 'connect to mx.example.org[192.0.2.1]:25: Connection timed out', 'expired'],
  ['5.0.0', 'retry timeout exceeded', 'expired'],
  ['5.0.0', 'Unrouteable address', 'userunknown'],
  ['5.0.0', 'all relevant MX records point to non-existent hosts', 'hostunknown'],
  ['5.0.0', 'Sorry, no mailbox here by that name. (#5.1.1)', 'userunknown'],
  ['5.0.0', "Sorry, I couldn't find any host named example.invalid. (#5.1.2)", 'hostunknown'],
  [
    '5.0.0',
    "I'm afraid I wasn't able to deliver your message: Sorry, this user is over quota. (#5.2.2)",
    'mailboxfull',
  ],
  ['5.7.1', '554 5.7.1 Message rejected as spam by Content Filtering', 'spamdetected'],
  ['5.7.1', '550 5.7.1 Message contains a virus and has been rejected', 'virusdetected'],
  [
    '5.7.0',
    '552-5.7.0 This message was blocked because its content presents a potential security issue',
    'securityerror',
  ],
  ['4.7.0', '421 4.7.0 [TS01] Messages from 1.2.3.4 temporarily deferred due to user complaints', 'blocked'],
  ['4.7.1', '450 4.7.1 Greylisted, please try again later', 'blocked'],
  ['5.1.8', '550 5.1.8 Sender address rejected: Domain not found', 'rejected'],
  ['5.1.6', '551 5.1.6 Recipient has moved: please try new@x.y', 'hasmoved'],
  ['5.1.1', 'User unknown in virtual mailbox table', 'userunknown'],
  ['5.1.1', 'unknown user: "x"', 'userunknown'],
  ['5.0.0', '550 No such user here', 'userunknown'],
  ['5.0.0', '550 Invalid recipient <x@y.z> (Mode: normal)', 'userunknown'],
  ['5.1.1', 'Benutzer hat kein Postfach: unbekannter Empfaenger', 'userunknown'],
  ['5.0.0', '550 Usuario desconocido', 'userunknown'],
  ['5.0.0', '550 Destinatario inexistente', 'userunknown'],
  ['5.0.0', '550 Destinatário inválido', 'userunknown'],
  ['5.0.0', '550 Utilisateur inconnu', 'userunknown'],
  ['5.0.0', '550 Adresse d au moins un destinataire invalide. Invalid recipient. OFR204_416', 'userunknown'],
  ['5.2.2', '552 La casilla del destinatario está llena', 'mailboxfull'],
  ['5.0.0', '550 Cuota excedida', 'mailboxfull'],
  ['5.0.0', '554 Boîte aux lettres pleine', 'mailboxfull'],
  ['5.0.0', '556 5.1.10 Recipient address has null MX', 'notaccept'],
  ['5.1.10', 'Recipient address has null MX', 'notaccept'],
  ['5.5.0', '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).', 'userunknown'],
  ['5.0.0', '554 5.7.1 <x>: Relay access denied', 'norelaying'],
  ['4.3.1', '452 4.3.1 Insufficient system storage', 'systemfull'],
  ['5.1.3', '501 5.1.3 Bad recipient address syntax', 'userunknown'],
  ['5.7.1', '550 5.7.1 Recipient not authorized, your IP has been found on a block list', 'blocked'],
  ['5.7.1', 'Delivery not authorized, message refused: you are not allowed to send to this group', 'policyviolation'],
  ['5.7.124', '550 5.7.124 Sender not in allowed-senders list', 'policyviolation'],
  [
    '5.2.1',
    '550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages',
    'speeding',
  ],
  ['5.0.0', '554 5.0.0 Service unavailable', 'undefined'],
  ['5.0.0', "The recipient's mailbox is full and can't accept messages now.", 'mailboxfull'],
  [
    '5.1.1',
    "Your message couldn't be delivered. The address couldn't be found, or is unable to receive mail.",
    'userunknown',
  ],
  ['', "Wasn't found at example.org", 'userunknown'],
  ['5.0.0', 'The following address(es) failed: x@y.z  Mailbox does not exist', 'userunknown'],
  ['5.0.0', 'DB=User not listed in public Name & Address Book', 'userunknown'],
  ['5.0.0', 'x@y.z... User not local; please try other@z', 'userunknown'],
  ['5.0.0', 'Account closed due to inactivity. No forwarding information is available.', 'suspend'],
  ['5.0.0', 'mail receiving disabled', 'suspend'],
  ['5.0.0', '550 RCPT TO:<x@y.z> User not found', 'userunknown'],
];

/** Reasons for which an address is given up at once. */
const HARD = ['userunknown', 'hostunknown', 'hasmoved', 'notaccept'];

describe('the words of mail systems', () => {
  it.each(WORDS)('%s %s: %s', (status, words, reason) => {
    expect(reasonOf(status, words).hard).toBe(HARD.includes(reason));
  });
});
