import { readCorpus } from '../adapters/mime/corpus.js';
import { hostileMails } from '../world/hostile.js';
import { MUTATIONS, randomOf } from '../world/mutation.js';
import { idOf } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';

/*
 * Mail of strangers from its bytes to the record and the pages: whatever it is, it has an outcome, and no page fails for it.
 * COORDINATOR_FUZZ_MAILS mutates more of them (`npm run bench:fuzz`), COORDINATOR_FUZZ_SEED others.
 */
const MAILS = Number(process.env.COORDINATOR_FUZZ_MAILS ?? '150');
const SEED = Number(process.env.COORDINATOR_FUZZ_SEED ?? '2004');
/** Bytes of what a hostile mail repeats; in a long run enough for a square to take minutes. */
const SIZE = MAILS > 150 ? 256 * 1024 : 48 * 1024;
/** A list of a hundred mails, whatever they are. */
const LARGEST_PAGE = 1_500_000;

let desk: Desk;

beforeAll(async () => {
  desk = await openedDesk();
});
afterAll(async () => desk.stop());

async function outcomeOf(id: string): Promise<{ outcome: string | null; detail: string | null; failures: number }> {
  return desk.db
    .selectFrom('receipt')
    .select(['outcome', 'detail', 'failures'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

it('is handled, whatever its shape, by the general address and by that of a note', async () => {
  const reply = desk.addressing.identify(`${idOf('PER')}/request/mission`);
  const slow: string[] = [];
  for (const [index, { name, raw }] of hostileMails(SIZE).entries()) {
    const begun = performance.now();
    const toDesk = (): Promise<string> => desk.receive(raw, 'desk@tip-desk.example', 'desk', null);
    const toNote = (): Promise<string> => desk.receive(raw, reply.replyAddress, 'reply', reply.id);
    // One way each where there is little time: what is read differs by no more than the recipient.
    const ids = MAILS > 150 ? [await toDesk(), await toNote()] : [await (index % 2 === 0 ? toDesk() : toNote())];
    for (const id of ids) {
      const { outcome, failures } = await outcomeOf(id);
      expect([name, failures]).toEqual([name, 0]);
      expect([name, outcome]).toEqual([
        name,
        expect.stringMatching(/^(?:held|ignored|message|filed|repeated|bounce)$/),
      ]);
      const page = await desk.page(`/desk/mail/received/${id}`);
      expect([name, page.statusCode]).toEqual([name, 200]);
      expect([name, page.body.length]).toEqual([name, expect.any(Number)]);
      expect(page.body.length).toBeLessThan(LARGEST_PAGE);
    }
    if (performance.now() - begun > 20_000) slow.push(name);
  }
  expect(slow).toEqual([]);
}, 600_000);

it('leaves every page of the desk legible, and of a size that a browser bears', async () => {
  const pages = [
    '/desk',
    '/desk?decisions=2',
    '/desk/mail',
    '/desk/mail?waiting=2',
    '/desk/mail?page=2',
    `/desk/requests/${idOf('PER')}`,
  ];
  for (const path of pages) {
    const { statusCode, body } = await desk.page(path);
    expect([path, statusCode]).toEqual([path, 200]);
    expect([path, body.length < LARGEST_PAGE]).toEqual([path, true]);
    expect(body.isWellFormed()).toBe(true);
  }
  expect((await desk.page('/desk/mail')).body).toContain('Older');
});

it(
  'goes through the record to its end, mutated at random',
  async () => {
    const random = randomOf(SEED);
    const seeds = [...hostileMails(8 * 1024), ...readCorpus('.')]
      .map(({ raw }) => raw)
      .filter(({ length }) => length < 64 * 1024);
    for (let index = 0; index < MAILS; index += 1) {
      let raw = seeds[random(seeds.length)] ?? Buffer.alloc(0);
      for (let count = random(4); count >= 0; count -= 1) {
        const mutate = MUTATIONS[random(MUTATIONS.length)];
        if (mutate) raw = mutate(raw, random, seeds[random(seeds.length)] ?? raw);
      }
      const id = await desk.receive(raw, 'desk@tip-desk.example', 'desk', null);
      const { outcome, failures } = await outcomeOf(id);
      expect([index, SEED, failures]).toEqual([index, SEED, 0]);
      expect(outcome).not.toBeNull();
    }
  },
  120_000 + MAILS * 200,
);
