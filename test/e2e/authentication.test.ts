import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { install } from '../world/installation.js';
import type { Installation } from '../world/installation.js';
import { deliver } from '../world/mail-system.js';

/** The service behind a mail server that verifies senders; its door is real SMTP. */
const SLOW_MS = 120_000;
const MX = 'mx.front.example';

let service: Installation;

beforeAll(async () => {
  service = await install({ COORDINATOR_AUTHENTICATION: `header:${MX}` });
  await service.start().untilReady();
}, SLOW_MS);

afterAll(async () => service.erase(), SLOW_MS);

interface Answer {
  party: string;
  /** The Authentication-Results that the server in front has written; DOMAIN is the author's. */
  results: string;
}

/** Answers the note to a mission by its Message-ID alone, and waits until the mail is handled. */
async function answer({ party, results }: Answer) {
  const catalogue = await loadCatalogue('mandates');
  const contacts = catalogue.parties.find(({ code }) => code === party)?.contacts;
  const from = contacts?.find(({ role }) => role === 'mission')?.address ?? '';
  const note = await service.mailbox.until((mail) => mail.messageId?.includes(`/${party}/request/mission@`) ?? false);
  const raw = [
    `Authentication-Results: ${results.replaceAll('DOMAIN', from.slice(from.indexOf('@') + 1))}`,
    `From: <${from}>`,
    `Subject: Re: ${party}`,
    `In-Reply-To: <${note.messageId}>`,
    'MIME-Version: 1.0',
    'Content-Type: application/pdf; name=report.pdf',
    'Content-Disposition: attachment; filename=report.pdf',
    '',
    '%PDF-1.4',
    '',
  ].join('\r\n');
  const to = 'desk@tip-desk.example';
  await deliver(service.ports['smtp-port'], Buffer.from(raw), { from, to }, Date.now() + 10_000);
  const db = await service.record();
  for (let tries = 0; tries < 400; tries += 1) {
    const receipts = await db.selectFrom('receipt').selectAll().where('handledAt', 'is not', null).execute();
    const found = receipts.find(({ summary }) => summary?.subject === `Re: ${party}`);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the answer of ${party} was not handled within 20 s`);
}

describe('an answer at the door of the service', () => {
  it.each<Answer>([
    {
      party: 'GUY',
      results: `${MX}; spf=pass smtp.mailfrom="a dmarc=pass"@evil.example; dmarc=fail header.from=DOMAIN`,
    },
    { party: 'GRD', results: `${MX}; spf=pass smtp.mailfrom="; dmarc=pass header.from=DOMAIN"@evil.example` },
    { party: 'PAN', results: `${MX}; spf=pass smtp.helo==?utf-8?q?a=3B_dmarc=3Dpass_header.from=3DDOMAIN?=` },
    { party: 'URY', results: `${MX}; dmarc=pass header.from=evil.example` },
  ])('waits for a person where the pass of $party is forged: $results', async ({ party, results }) => {
    expect(await answer({ party, results })).toMatchObject({
      outcome: 'message',
      detail: expect.stringContaining('for your judgement'),
    });
    const db = await service.record();
    expect(await db.selectFrom('submission').select('id').where('requestId', 'like', `%/${party}`).execute()).toEqual(
      [],
    );
  });

  it('is filed where the domain of its author vouches for it', async () => {
    const results = `${MX}; spf=pass smtp.mailfrom="a; b"@DOMAIN; dmarc=pass (p=REJECT) header.from=DOMAIN`;
    expect(await answer({ party: 'CHL', results })).toMatchObject({ outcome: 'filed' });
  });
});
