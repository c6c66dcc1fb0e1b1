import { readNotice } from '../../domain/bounce-notice.js';
import { reasonOf } from '../../domain/bounce-reason.js';
import { readBounceWords } from '../../domain/bounce-words.js';
import { readMatch } from '../../domain/mail-explain.js';
import { readMail } from '../../adapters/mime/mail.js';

describe('why a mail came back', () => {
  it.each([
    ['5.1.1', '550 5.1.1 <a@b.gov>: Recipient address rejected: User unknown', 'userunknown', true],
    ['', '550 No such user here', 'userunknown', true],
    ['5.1.2', 'Host or domain name not found', 'hostunknown', true],
    ['5.2.2', '552 5.2.2 Mailbox is full', 'mailboxfull', false],
    ['5.7.1', '554 5.7.1 Service unavailable; client host blocked using zen.spamhaus.org', 'blocked', false],
    ['5.7.26', '550 5.7.26 Unauthenticated email is not accepted due to DMARC policy', 'authfailure', false],
    ['4.4.7', 'delivery temporarily suspended: connection timed out', 'expired', false],
    ['5.1.8', '553 Domain of sender address does not exist', 'rejected', false],
    ['', '', 'undefined', false],
  ])('%s %s: %s, hard %s', (status, words, reason, hard) => {
    expect(reasonOf(status, words)).toEqual({ reason, hard });
  });
});

describe('the words of a bounce without a report', () => {
  it('name each failed recipient with what was said of it, and not those of the returned mail', () => {
    const words =
      'Hi. This is the mail program at x.example.\n\n<a@one.gov>:\n550 5.1.1 no such user\n\n<b@two.gov>:\n452 4.2.2 mailbox full\n\n--- Below this line is a copy of the message.\n\nTo: c@three.gov\n';
    const { recipients } = readBounceWords(words, { failed: [], sentTo: [], own: ['desk@oas.example'] });
    expect(recipients.map(({ address, status }) => [address, status])).toEqual([
      ['a@one.gov', '5.1.1'],
      ['b@two.gov', '4.2.2'],
    ]);
  });

  it('may be the notice of a sending service', () => {
    const bounce = { bouncedRecipients: [{ emailAddress: 'a@b.gov', status: '5.1.1', diagnosticCode: 'smtp; 550 x' }] };
    expect(readNotice(JSON.stringify({ notificationType: 'Bounce', bounce }))).toEqual({
      kind: 'bounce',
      recipients: [{ address: 'a@b.gov', action: 'failed', status: '5.1.1', diagnostic: '550 x' }],
    });
    expect(readNotice('{"kind":"other"}')).toBeNull();
  });
});

describe('the request that a mail names', () => {
  const match = async (...head: string[]) => readMatch(await readMail(Buffer.from(`${head.join('\n')}\n\nwords\n`)));

  it('is known from the thread, may be guessed from the subject, else unknown', async () => {
    await expect(match('In-Reply-To: <annual-report/2027/BRA/request/mission@desk.example>')).resolves.toMatchObject({
      request: 'annual-report/2027/BRA',
    });
    await expect(match('Subject: Re: annual-report/2027/BRA')).resolves.toMatchObject({
      request: null,
      guesses: ['the subject names annual-report/2027/BRA'],
    });
    await expect(match('To: r-aaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb@desk.example')).resolves.toMatchObject({
      evidence: [expect.stringContaining('not verified')],
    });
    await expect(match('Subject: Nota')).resolves.toBe('unknown');
  });
});
