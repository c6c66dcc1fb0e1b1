import { authenticate, dkimSign } from 'mailauth';
import type { DKIMSignOptions } from 'mailauth';
import { createAuthenticator } from '../../../adapters/authentication/authenticator.js';
import type { Resolver } from '../../../adapters/authentication/authenticator.js';
import { readMail } from '../../../adapters/mime/mail.js';
import { readable } from '../../../adapters/mime/raw.js';
import { doubtOfProof } from '../../../domain/authentication.js';
import type { SenderProof } from '../../../domain/authentication.js';
import { readCorpus } from '../mime/corpus.js';
import { MINISTRY, SIGNING_KEY, STRANGER, zoneOf } from './zone.js';

/*
 * Two readers of one mail: the one that verifies, and the one whose author and words count. Whatever a stranger writes
 * so that they read differently, a pass is never given to an author who was not verified.
 */

const MINISTER = `minister@${MINISTRY.domain}`;
const WRITER = `writer@${STRANGER.domain}`;
const REPORT = 'The report.';

interface Proved {
  proof: SenderProof;
  author: string;
  words: string;
}

async function prove(raw: Buffer, by: typeof MINISTRY, resolver = zoneOf()): Promise<Proved> {
  const mail = await readMail(raw);
  const envelope = { envelopeFrom: `bounce@${by.domain}`, remoteAddress: by.ip, helo: `mx.${by.domain}` };
  const proof = await createAuthenticator({ by: 'dns' }, { resolver })({ raw, mail, ...envelope });
  if (proof === null) throw new Error('nobody has looked');
  return { proof, author: mail.from[0]?.address ?? '', words: `${mail.subject}/${mail.text}` };
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const letter = (...fields: string[]): string =>
  [...fields, 'To: desk@tip-desk.example', 'Subject: Report', 'MIME-Version: 1.0', '', REPORT, ''].join('\r\n');
const BLANKS = ' '.repeat(66_000);

/** From fields that one reader may take for the minister's and another for the stranger's. */
const FROMS: [string, string[]][] = [
  ['the minister alone', [`From: ${MINISTER}`]],
  ['the stranger alone', [`From: ${WRITER}`]],
  ['66,000 blanks before the stranger', [`From: ${MINISTER}${BLANKS}<${WRITER}>`]],
  ['66,000 blanks before the minister', [`From: ${WRITER}${BLANKS}<${MINISTER}>`]],
  ['66,000 folds', [`From: ${MINISTER}${'\r\n '.repeat(22_000)}<${WRITER}>`]],
  ['66,000 signs of a name', [`From: "${'a'.repeat(66_000)}" <${WRITER}>, ${MINISTER}`]],
  ['two in one field', [`From: ${MINISTER}, ${WRITER}`]],
  ['two fields', [`From: ${MINISTER}`, `From: ${WRITER}`]],
  ['two fields, the stranger first', [`From: ${WRITER}`, `From: ${MINISTER}`]],
  ['the same twice', [`From: ${MINISTER}`, `From: ${MINISTER}`]],
  ['a blank before the colon', [`From : ${MINISTER}`, `From: ${WRITER}`]],
  ['a tab before the colon', [`From: ${WRITER}`, `From\t: ${MINISTER}`]],
  ['another case', [`FROM: ${WRITER}`, `fROM: ${MINISTER}`]],
  ['a zero byte in the name of the field', [`Fr\0om: ${MINISTER}`, `From: ${WRITER}`]],
  ['a zero byte behind the name', [`From\0: ${MINISTER}`, `From: ${WRITER}`]],
  ['a zero byte in the address', [`From: ${MINISTER}\0<${WRITER}>`]],
  ['a hard blank before the name', [`From: ${WRITER}`, `\u00a0From: ${MINISTER}`]],
  ['a hard blank behind the name', [`From\u00a0: ${MINISTER}`, `From: ${WRITER}`]],
  ['a name as a continuation', [`From: ${WRITER}`, ` From: ${MINISTER}`]],
  ['a CR before a field', [`X-A: b\rFrom: ${MINISTER}`, `From: ${WRITER}`]],
  ['a CR in the field', [`From: ${MINISTER}\r <${WRITER}>`]],
  ['a CR behind the field', [`From: ${WRITER}\rFrom: ${MINISTER}`]],
  ['a CR that hides the field', [`X-A: b\rFrom: ${MINISTER}`]],
  ['a vertical tab as a fold', [`From: ${MINISTER}`, `\v, ${WRITER}`]],
  ['a hard blank as a fold', [`From: ${MINISTER}`, `\u00a0<${WRITER}>`]],
  ['a fold in the address', [`From: minister`, ` @${MINISTRY.domain} <${WRITER}>`]],
  ['the minister as a name', [`From: "${MINISTER}" <${WRITER}>`]],
  ['the minister as a bare name', [`From: ${MINISTER} <${WRITER}>`]],
  ['the minister in a comment', [`From: (${MINISTER}) ${WRITER}`]],
  ['the stranger in a comment', [`From: ${MINISTER} (<${WRITER}>)`]],
  ['a comment in the address', [`From: minister@${MINISTRY.domain}(@${STRANGER.domain})`]],
  ['a nested comment', [`From: (a (b) ${MINISTER}) <${WRITER}>`]],
  ['a comment without an end', [`From: ${MINISTER} (<${WRITER}>`]],
  ['a quote without an end', [`From: "a <${WRITER}>, ${MINISTER}`]],
  ['an escaped quote', [`From: "a\\" <${WRITER}>, b" <${MINISTER}>`]],
  ['a group', [`From: Office: ${MINISTER};`]],
  ['a group beside the stranger', [`From: Office: ${MINISTER};, ${WRITER}`]],
  ['the stranger in a group', [`From: Office: ${WRITER};, ${MINISTER}`]],
  ['an empty group', [`From: Office:;, ${MINISTER}`]],
  ['two angles', [`From: <${WRITER}> <${MINISTER}>`]],
  ['two angles, the minister first', [`From: <${MINISTER}> <${WRITER}>`]],
  ['an angle in an angle', [`From: <<${MINISTER}>${WRITER}>`]],
  ['an angle without an end', [`From: <${MINISTER}, <${WRITER}>`]],
  ['a route', [`From: <@${STRANGER.domain}:${MINISTER}>`]],
  ['two at signs', [`From: ${MINISTER}@${STRANGER.domain}`]],
  ['two at signs, the minister last', [`From: ${WRITER}@${MINISTRY.domain}`]],
  ['a quoted at sign', [`From: "a@${MINISTRY.domain}"@${STRANGER.domain}`]],
  ['a quoted at sign of the stranger', [`From: "a@${STRANGER.domain}"@${MINISTRY.domain}`]],
  ['an encoded name', [`From: =?utf-8?q?minister=40ministry=2Eexample?= <${WRITER}>`]],
  ['an encoded address', ['From: <=?utf-8?q?minister=40ministry=2Eexample?=>']],
  ['an encoded address beside the stranger', [`From: =?utf-8?b?${btoa(`<${MINISTER}>`)}?= ${WRITER}`]],
  ['an encoded comma', [`From: =?utf-8?q?${MINISTER}=2C?= ${WRITER}`]],
  ['an encoded end of the address', [`From: <minister@ministry.example=?utf-8?q?=3E=3C?=@${STRANGER.domain}>`]],
  ['a semicolon', [`From: ${MINISTER}; ${WRITER}`]],
  ['a dot at the end', [`From: minister@${MINISTRY.domain}.`]],
  ['a host below', [`From: minister@mx.${MINISTRY.domain}`]],
  ['a domain with a path', [`From: minister@${MINISTRY.domain}/.${STRANGER.domain}`]],
  ['a domain with a port', [`From: minister@${STRANGER.domain}:${MINISTRY.domain}`]],
  ['a letter of another script', [`From: minister@mini\u00dftry.example`]],
  ['a Sender', [`Sender: ${WRITER}`, `From: ${MINISTER}`]],
  ['a resent mail', [`Resent-From: ${WRITER}`, `From: ${MINISTER}`]],
  ['no author', []],
];

/** What moves the place where a header begins, ends or breaks its lines. */
const HEADERS: [string, (mail: string) => string | Buffer][] = [
  ['as it is', (mail) => mail],
  ['a byte order mark', (mail) => `\u00ef\u00bb\u00bf${mail}`],
  ['blank lines first', (mail) => `\r\n\r\n${mail}`],
  ['one LF first', (mail) => `\n${mail}`],
  ['zero bytes first', (mail) => `\0\0\0${mail}`],
  ['a blank first', (mail) => ` ${mail}`],
  ['a line of blanks first', (mail) => `  \r\n${mail}`],
  ['the line of a folder first', (mail) => `From ${MINISTER} Mon Nov 30 10:00:00 2026\r\n${mail}`],
  ['the minister before a line of blanks', (mail) => `From: ${MINISTER}\r\n \r\n${mail}`],
  ['the minister before an empty line', (mail) => `From: ${MINISTER}\r\nTo: a@b.example\r\n\r\n${mail}`],
  ['a mark and the minister', (mail) => `\u00ef\u00bb\u00bfFrom: ${MINISTER}\r\n${mail}`],
  ['noise first', (mail) => `no field at all\r\n${mail}`],
  ['LF alone', (mail) => mail.replaceAll('\r\n', '\n')],
  ['CR alone', (mail) => mail.replaceAll('\r\n', '\r')],
  ['LF CR', (mail) => mail.replaceAll('\r\n', '\n\r')],
  ['no empty line', (mail) => mail.replace('\r\n\r\n', '\r\n')],
  ['a line of blanks for the empty line', (mail) => mail.replace('\r\n\r\n', '\r\n \r\n')],
  ['two bytes a letter', (mail) => Buffer.from(`\ufeff${mail}`, 'utf16le')],
];

describe('a stranger whose own domain vouches for him', () => {
  it('passes as himself, and the minister as the minister', async () => {
    expect(await prove(bytes(letter(`From: ${WRITER}`)), STRANGER)).toMatchObject({
      author: WRITER,
      proof: { dmarc: 'pass' },
    });
    expect(await prove(bytes(letter(`From: ${MINISTER}`)), MINISTRY)).toMatchObject({
      author: MINISTER,
      proof: { dmarc: 'pass' },
    });
  });

  it.each(FROMS)('never passes as the minister: %s', async (_name, from) => {
    for (const [name, change] of HEADERS) {
      const changed = change(letter(...from));
      const raw = typeof changed === 'string' ? bytes(changed) : changed;
      const { proof, author } = await prove(raw, STRANGER);
      if (proof.dmarc === 'pass') expect([name, author, await verifiedIn(raw)]).toEqual([name, WRITER, [WRITER]]);
      // Who is read as the minister is in doubt, since the ministry asks for that.
      if (author === MINISTER) expect([name, doubtOfProof(proof)]).not.toEqual([name, null]);
    }
  });
});

/** The authors that the verifier finds, asked on its own. */
async function verifiedIn(raw: Buffer): Promise<string[]> {
  const { dkim } = await authenticate(readable(raw), { resolver: zoneOf(), disableArc: true, disableBimi: true });
  return dkim.headerFrom;
}

/** A mail that the ministry has signed and that anybody can send again from elsewhere. */
async function sign(
  text: string,
  besides: Partial<NonNullable<DKIMSignOptions['signatureData']>[number]> = {},
  headerList?: string,
): Promise<string> {
  const signatureData = [{ signingDomain: MINISTRY.domain, selector: 'one', privateKey: SIGNING_KEY, ...besides }];
  const { signatures } = await dkimSign(bytes(text), { signatureData, headerList } as unknown as DKIMSignOptions);
  return signatures + text;
}

describe('a signed mail that is sent again', () => {
  const signed = (): Promise<string> => sign(letter(`From: ${MINISTER}`));

  it('passes as it was', async () => {
    expect((await prove(bytes(await signed()), STRANGER)).proof).toMatchObject({ dkim: 'pass', dmarc: 'pass' });
    expect((await prove(bytes(`Received: a\r\nX-A: b\r\n${await signed()}`), STRANGER)).proof.dmarc).toBe('pass');
  });

  const FORGED = 'The forged report.';
  it.each<[string, (mail: string) => string]>([
    ['words in a header that goes on', (mail) => `X-A: b\r\n \r\n${FORGED}\r\n${mail}`],
    ['words behind a line of tabs', (mail) => `X-A: b\r\n\t\r\n${FORGED}\r\n${mail}`],
    ['words behind an empty line', (mail) => `X-A: b\r\n\r\n${FORGED}\r\n${mail}`],
    ['words behind two LF', (mail) => `X-A: b\n\n${FORGED}\r\n${mail}`],
    ['words behind LF CR LF', (mail) => `X-A: b\n\r\n${FORGED}\r\n${mail}`],
    ['words behind two CR', (mail) => `X-A: b\r\r${FORGED}\r\n${mail}`],
    ['words behind a zero byte', (mail) => `\0\r\n\r\n${FORGED}\r\n${mail}`],
    ['a second subject', (mail) => `Subject: ${FORGED}\r\n${mail}`],
    ['a second subject below', (mail) => mail.replace('\r\n\r\n', `\r\nSubject: ${FORGED}\r\n\r\n`)],
    ['a second author', (mail) => `From: ${WRITER}\r\n${mail}`],
    ['a second type', (mail) => `Content-Type: text/html\r\nContent-Type: text/plain\r\n${mail}`],
    ['other words', (mail) => mail.replace(REPORT, FORGED)],
    ['more words', (mail) => `${mail}\r\n${FORGED}`],
  ])('passes with %s never', async (_name, change) => {
    const { proof, author } = await prove(bytes(change(await signed())), STRANGER);
    expect(proof.dmarc).not.toBe('pass');
    if (author !== '') expect(doubtOfProof(proof)).not.toBeNull();
  });

  it('passes by no signature of a beginning of the body', async () => {
    const text = letter(`From: ${MINISTER}`);
    const part = await sign(text, { maxBodyLength: REPORT.length + 2 });
    expect((await prove(bytes(part), STRANGER)).proof.dmarc).toBe('pass');
    const { proof } = await prove(bytes(`${part}${FORGED}\r\n`), STRANGER);
    expect(proof).toMatchObject({ dkim: 'pass', dmarc: 'fail' });
  });

  it('passes by no signature that leaves the author out', async () => {
    const bare = await sign(letter(`From: ${MINISTER}`), {}, 'Subject');
    const { proof } = await prove(
      bytes(bare.replace(`\r\nFrom: ${MINISTER}`, `\r\nFrom: other@${MINISTRY.domain}`)),
      STRANGER,
    );
    expect(proof).toMatchObject({ dkim: 'pass', dmarc: 'fail' });
  });

  it('passes by no domain below one that wants its very own', async () => {
    const text = letter(`From: ${MINISTER}`);
    const key = (await zoneOf()(`one._domainkey.${MINISTRY.domain}`, 'TXT')).flat()[0] ?? '';
    const strict = { [`one._domainkey.guest.${MINISTRY.domain}`]: key };
    const below = bytes(await sign(text, { signingDomain: `guest.${MINISTRY.domain}` }));
    expect((await prove(below, STRANGER, zoneOf(strict))).proof.dmarc).toBe('pass');
    const wanted = { ...strict, [`_dmarc.${MINISTRY.domain}`]: 'v=DMARC1; p=reject; adkim=s; aspf=s' };
    expect((await prove(below, STRANGER, zoneOf(wanted))).proof.dmarc).toBe('fail');
    expect((await prove(bytes(await sign(text)), STRANGER, zoneOf(wanted))).proof.dmarc).toBe('pass');
    expect((await prove(bytes(text), MINISTRY, zoneOf(wanted))).proof.dmarc).toBe('pass');
  });
});

it('is judged by the author’s own domain, however slow a name server a signature names', async () => {
  const field = 'DKIM-Signature: v=1; a=rsa-sha256; d=slow.evil.example; s=one; h=from; bh=x; b=x\r\n'.repeat(3);
  const slow = letter(`From: ${MINISTER}`);
  const raw = bytes(field.replaceAll('bh=x', `bh=${await bodyHashOf(slow)}`) + slow);
  const known = zoneOf();
  const resolver: Resolver = (domain, type) =>
    domain.endsWith('slow.evil.example') ? new Promise(() => undefined) : known(domain, type);
  const received = {
    raw,
    mail: await readMail(raw),
    envelopeFrom: WRITER,
    remoteAddress: STRANGER.ip,
    helo: 'x.example',
  };
  const proof = await createAuthenticator({ by: 'dns' }, { resolver, patienceMs: 1_000 })(received);
  expect(proof).toMatchObject({ dmarc: 'fail', policy: 'reject' });
});

it.each(['ETIMEOUT', 'ESERVFAIL', 'ECONNREFUSED', 'EREFUSED', 'EBADNAME', 'slow'])(
  'is in no doubt where a name server fails by %s',
  async (code) => {
    const raw = bytes(await sign(letter(`From: ${MINISTER}`)));
    for (const failing of [MINISTRY.domain, `_dmarc.${MINISTRY.domain}`, `one._domainkey.${MINISTRY.domain}`]) {
      const resolver: Resolver = (domain, type) => {
        if (domain !== failing) return zoneOf()(domain, type);
        return code === 'slow'
          ? new Promise(() => undefined)
          : Promise.reject(Object.assign(new Error(code), { code }));
      };
      const received = {
        raw,
        mail: await readMail(raw),
        envelopeFrom: MINISTER,
        remoteAddress: MINISTRY.ip,
        helo: 'x.example',
      };
      const proof = await createAuthenticator({ by: 'dns' }, { resolver, patienceMs: 300 })(received);
      expect([failing, doubtOfProof(proof)]).toEqual([failing, null]);
    }
  },
);

const signature = (names: string): string =>
  `\r\nDKIM-Signature: a=rsa-sha256; d=b.example; s=c; bh=d; b=e; h=${names}`;

it.each<[string, string]>([
  ['blanks in the author', `From: a${' '.repeat(200_000)}b`],
  ['dots in the author', `From: ${'a.'.repeat(100_000)}b`],
  ['folded blanks in the author', `From: a${`\r\n${' '.repeat(50_000)}`.repeat(4)}b`],
  ['commas in the return path', `From: ${MINISTER}\r\nReturn-Path: ${'a,'.repeat(100_000)}b`],
  ['folds', `From: ${MINISTER}\r\nX-A: b${'\r\n c'.repeat(100_000)}`],
  ['fields', `From: ${MINISTER}${'\r\nX-A: b'.repeat(100_000)}`],
  ['signatures', `From: ${MINISTER}${signature('from').repeat(4_000)}`],
  ['names that a signature covers', `From: ${MINISTER}${signature('f:'.repeat(40_000)).repeat(20)}`],
  [
    'all that is let through',
    `From: ${MINISTER}${'\r\nX-A: b'.repeat(4_900)}${signature('f:'.repeat(4_000)).repeat(10)}`,
  ],
])('is in doubt within four seconds, whatever a header is full of: %s', async (_name, head) => {
  const raw = bytes(letter(head));
  const mail = await readMail(raw);
  const start = performance.now();
  const received = { raw, mail, envelopeFrom: '', remoteAddress: STRANGER.ip, helo: 'x.example' };
  const proof = await createAuthenticator({ by: 'dns' }, { resolver: zoneOf() })(received);
  expect(performance.now() - start).toBeLessThan(4_000);
  expect(doubtOfProof(proof)).not.toBeNull();
});

async function bodyHashOf(text: string): Promise<string> {
  return /bh=([^;]+);/.exec((await sign(text)).replaceAll(/\r\n\s+/g, ''))?.[1] ?? '';
}

describe('real mail', () => {
  const samples = ['awkward', 'bounces', 'messages', 'replies'].flatMap((folder) => readCorpus(folder));

  (samples.length > 0 ? it : it.skip)(
    'is read alike by both',
    async () => {
      const doubtful: string[] = [];
      for (const { file, raw } of samples) {
        const { proof, author } = await prove(raw, STRANGER);
        if (proof.dmarc === 'pass') expect(await verifiedIn(raw)).toEqual([author]);
        if (proof.ambiguity !== undefined) doubtful.push(`${file}: ${proof.ambiguity}`);
      }
      expect(doubtful).toEqual([]);
    },
    120_000,
  );
});
