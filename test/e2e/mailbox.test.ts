import { EICAR, startClamd } from '../world/clamd.js';
import type { Clamd } from '../world/clamd.js';
import { startDovecot } from '../world/dovecot.js';
import type { Dovecot } from '../world/dovecot.js';
import { install } from '../world/installation.js';
import type { Installation } from '../world/installation.js';

/*
 * The service as an office has it that owns no mail domain: one mailbox at a provider (a real Dovecot), a virus scanner (a real clamd).
 * COORDINATOR_DOVECOT and COORDINATOR_CLAMD are their programs.
 */
const SLOW_MS = 120_000;
const SHARED = 'tip@oas.example';
/** To Peru, of whichever cycle the service has opened. */
const ACKNOWLEDGEMENT = /^annual-report\/\d{4}\/PER\/acknowledgement\//;

let dovecot: Dovecot;
let clamd: Clamd;
let service: Installation;

beforeAll(async () => {
  dovecot = await startDovecot();
  clamd = await startClamd();
  service = await install({
    IMAP_URL: `imap://${encodeURIComponent(dovecot.user)}:${encodeURIComponent(dovecot.password)}@127.0.0.1:${dovecot.port}/INBOX`,
    COORDINATOR_SHARED_ADDRESS: SHARED,
    CLAMD_URL: `tcp://127.0.0.1:${clamd.port}`,
  });
  await service.start().untilReady();
}, SLOW_MS);

afterAll(async () => {
  await service.erase();
  await clamd.stop();
  await dovecot.stop();
}, SLOW_MS);

interface Line {
  party?: string;
  stage?: string;
}

const stageOf = async (party: string): Promise<string | undefined> =>
  (await service.lines<Line>('status', '--json')).find((line) => line.party === party)?.stage;

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('it never came to that');
}

/** An answer of a mission to the first note that it has, as its mail program writes it: with the thread alone. */
async function answer(party: string, file: Buffer): Promise<void> {
  const address = `mission.${party.toLowerCase()}@missions.oas-demo.example`;
  const notes = await service.mailbox.list();
  const note = notes.find((mail) => mail.to.includes(address));
  await dovecot.append(
    [
      `From: <${address}>`,
      `To: <${SHARED}>`,
      `In-Reply-To: <${note?.messageId ?? ''}>`,
      'Subject: Re: Nota',
      'MIME-Version: 1.0',
      'Content-Type: application/octet-stream; name=informe.csv',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename=informe.csv',
      '',
      file.toString('base64'),
      '',
    ].join('\r\n'),
  );
}

it(
  'takes an answer from the mailbox, files it, and acknowledges it from the one address',
  async () => {
    await until(async () => (await service.mailbox.list()).length >= 66);
    await answer('PER', Buffer.from('a;b\n1;2\n'));
    await until(async () => (await stageOf('PER')) === 'answered');
    await until(async () =>
      (await service.mailbox.list()).some(
        ({ messageId, from }) => ACKNOWLEDGEMENT.test(messageId ?? '') && from === SHARED,
      ),
    );
  },
  SLOW_MS,
);

it(
  'shows its files to the scanner, and holds what it finds something in',
  async () => {
    await answer('CHL', EICAR);
    const record = await service.record();
    await until(async () => {
      const rows = await record.selectFrom('message').select('doubt').execute();
      return rows.some(({ doubt }) => doubt?.includes('Eicar-Signature') === true);
    });
    expect(await stageOf('CHL')).toBe('waiting');
  },
  SLOW_MS,
);
