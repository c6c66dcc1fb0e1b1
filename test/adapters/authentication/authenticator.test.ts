import { generateKeyPairSync } from 'node:crypto';
import nodemailer from 'nodemailer';
import { createAuthenticator } from '../../../adapters/authentication/authenticator.js';
import type { Resolver } from '../../../adapters/authentication/authenticator.js';
import { readMail } from '../../../adapters/mime/mail.js';
import { doubtOfProof } from '../../../domain/authentication.js';
import type { SenderProof } from '../../../domain/authentication.js';

/** Mails that are really signed, and a name server of our own. */

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const DOMAIN = 'ministry.example';
const HOME = '192.0.2.7';

const zone = (policy: string | null, spf: string | null = `v=spf1 ip4:${HOME} -all`): Resolver => {
  const records: Record<string, string> = {
    [`one._domainkey.${DOMAIN}`]: `v=DKIM1; k=rsa; p=${KEY}`,
    ...(spf === null ? {} : { [DOMAIN]: spf }),
    ...(policy === null ? {} : { [`_dmarc.${DOMAIN}`]: `v=DMARC1; p=${policy}` }),
  };
  return (domain, type) => {
    const found = type === 'TXT' ? records[domain] : undefined;
    return found === undefined
      ? Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }))
      : Promise.resolve([[found]]);
  };
};

async function compose({
  isSigned,
  from = `minister@${DOMAIN}`,
}: {
  isSigned: boolean;
  from?: string;
}): Promise<Buffer> {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const dkim = {
    domainName: DOMAIN,
    keySelector: 'one',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const mail = { from, to: 'desk@tip-desk.example', subject: 'Report', text: 'The report.' };
  const { message } = await composer.sendMail(isSigned ? { ...mail, dkim } : mail);
  return message as Buffer;
}

async function prove(raw: Buffer, resolver: Resolver, remoteAddress = HOME): Promise<SenderProof | null> {
  const authenticate = createAuthenticator({ by: 'dns' }, { resolver, patienceMs: 200 });
  const envelopeFrom = `minister@${DOMAIN}`;
  return authenticate({ raw, mail: await readMail(raw), envelopeFrom, remoteAddress, helo: `mx.${DOMAIN}` });
}

describe('the sender of a mail', () => {
  it('is proved by its signature and its server', async () => {
    const proof = await prove(await compose({ isSigned: true }), zone('reject'));
    expect(proof).toEqual({ by: 'dns', domain: DOMAIN, spf: 'pass', dkim: 'pass', dmarc: 'pass', policy: 'reject' });
    expect(doubtOfProof(proof)).toBeNull();
  });

  it('is proved by its signature alone where another server has passed the mail on', async () => {
    const proof = await prove(await compose({ isSigned: true }), zone('reject'), '198.51.100.9');
    expect(proof).toMatchObject({ spf: 'fail', dkim: 'pass', dmarc: 'pass' });
    expect(doubtOfProof(proof)).toBeNull();
  });

  it('is in doubt where the mail was changed on its way', async () => {
    const raw = Buffer.from((await compose({ isSigned: true })).toString().replace('The report.', 'No report.'));
    const proof = await prove(raw, zone('quarantine'), '198.51.100.9');
    expect(proof).toMatchObject({ dkim: 'neutral', dmarc: 'fail' });
    expect(doubtOfProof(proof)).toContain(`DMARC fails: ${DOMAIN}`);
  });

  it('is in doubt where the domain names its servers and this is none of them', async () => {
    const proof = await prove(await compose({ isSigned: false }), zone(null), '198.51.100.9');
    expect(proof).toMatchObject({ spf: 'fail', dmarc: 'none' });
    expect(doubtOfProof(proof)).toContain('SPF fails');
  });

  it.each<[string, Resolver]>([
    ['only watches', zone('none', null)],
    ['publishes nothing', zone(null, null)],
    ['is not sure of its servers', zone(null, 'v=spf1 ~all')],
    ['cannot be asked', () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))],
  ])('is in no doubt where its domain %s', async (_, resolver) => {
    expect(doubtOfProof(await prove(await compose({ isSigned: false }), resolver, '198.51.100.9'))).toBeNull();
  });

  it('is not waited for where the name server does not answer', async () => {
    const proof = await prove(await compose({ isSigned: true }), () => new Promise(() => undefined));
    expect(proof).toMatchObject({ spf: 'unknown', dkim: 'unknown', dmarc: 'unknown' });
  });

  it('is in doubt where another header was verified than the one that was read', async () => {
    const raw = await compose({ isSigned: true });
    const mail = {
      ...(await readMail(raw)),
      headerBlock: Buffer.from(`From: minister@${DOMAIN}\r\nSubject: b\r\n\r\n`),
    };
    const received = { raw, mail, envelopeFrom: `minister@${DOMAIN}`, remoteAddress: HOME, helo: `mx.${DOMAIN}` };
    const proof = await createAuthenticator({ by: 'dns' }, { resolver: zone('reject') })(received);
    expect(proof).toMatchObject({ dmarc: 'unknown', ambiguity: 'header' });
  });

  it('is nobody’s business where it is off', async () => {
    const raw = await compose({ isSigned: true });
    const received = { raw, mail: await readMail(raw), envelopeFrom: '', remoteAddress: '', helo: '' };
    expect(await createAuthenticator({ by: 'off' })(received)).toBeNull();
  });
});

describe('the sender of a mail that another server has judged', () => {
  const MX = 'mx.front.example';
  const PASS = `${MX}; dmarc=pass (p=REJECT) header.from=${DOMAIN}`;
  const FAIL = `${MX}; dmarc=fail (p=REJECT) header.from=${DOMAIN}`;
  const judge = async (results: string, fields: string[] = [], lead = ''): Promise<SenderProof | null> => {
    const letter = [
      `Authentication-Results: ${results}`,
      ...fields,
      `From: <minister@${DOMAIN}>`,
      '',
      'The report.',
      '',
    ];
    const raw = Buffer.from(lead + letter.join('\r\n'), 'latin1');
    const received = { raw, mail: await readMail(raw), envelopeFrom: '', remoteAddress: '', helo: '' };
    return createAuthenticator({ by: 'header', authserv: MX })(received);
  };

  it('is proved by what that server says, folded or not', async () => {
    const proof = { by: 'header', domain: DOMAIN, spf: 'unknown', dkim: 'unknown', dmarc: 'pass', policy: 'reject' };
    expect(await judge(PASS)).toEqual(proof);
    expect(await judge(PASS.replaceAll(' ', '\r\n\t'))).toEqual(proof);
    expect(await judge(PASS.replaceAll(MX, 'mx.evil.example'))).toBeNull();
  });

  it('is not proved by an encoded word, or by half a letter of another script', async () => {
    const word = `=?utf-8?q?${PASS.slice(MX.length).replaceAll(/[; ]/g, '_')}?=`;
    expect(await judge(`${MX}; spf=pass smtp.helo=a${word}`)).toMatchObject({ dmarc: 'unknown' });
    const letters = '\u00d6\u00d0\u00b9\u00fa '.repeat(60);
    const pass = PASS.slice(MX.length + 2);
    const hostile = `${MX}; spf=pass smtp.mailfrom="${letters}\u00b0\\"; ${pass}; a=b c.d="@evil.example`;
    expect(await judge(`${hostile}; ${FAIL.slice(MX.length + 2)}`)).toMatchObject({ dmarc: 'fail' });
    const harmless = `${MX}; spf=pass smtp.mailfrom="${letters}\u00b0\\"b"@evil.example; ${pass}`;
    expect(await judge(harmless)).toMatchObject({ spf: 'pass', dmarc: 'pass' });
  });

  it.each<[string, string[], string]>([
    ['two authors', [`From: <a@${DOMAIN}>`], ''],
    ['the same author twice', [`From: <minister@${DOMAIN}>`], ''],
    ['a second subject', ['Subject: a', 'Subject: b'], ''],
    ['a second thread', ['In-Reply-To: <a@b>', 'In-Reply-To: <c@d>'], ''],
    ['a CR in the header', ['X-A: b\rX-C: d'], ''],
    ['a zero byte in the header', ['X-A: b\0'], ''],
    ['a header that begins with a mark', [], '\u00ef\u00bb\u00bf'],
    ['a header that begins with a blank line', [], '\r\nReceived: a\r\n'],
    ['a line of blanks that ends the header', ['X-A: b\r\n \r\nThe forged report.'], ''],
    ['66,000 blanks', [`From: a@evil.example${' '.repeat(66_000)}<b@evil.example>`], ''],
  ])('is in doubt where there is %s', async (_what, fields, lead) => {
    const proof = await judge(PASS, fields, lead);
    expect(proof?.dmarc).toBe('unknown');
    expect(doubtOfProof(proof)).not.toBeNull();
  });

  it('is in doubt where that server has seen another author behind blanks', async () => {
    const from = `From: minister@${DOMAIN}${' '.repeat(66_000)}<a@evil.example>`;
    const raw = Buffer.from(
      `Authentication-Results: ${MX}; dmarc=pass header.from=evil.example\r\n${from}\r\n\r\na\r\n`,
    );
    const received = { raw, mail: await readMail(raw), envelopeFrom: '', remoteAddress: '', helo: '' };
    const proof = await createAuthenticator({ by: 'header', authserv: MX })(received);
    expect(proof?.dmarc).toBe('unknown');
    expect(doubtOfProof(proof)).toContain('longer than any');
  });
});
