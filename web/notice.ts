import type { FastifyReply } from 'fastify';

/** What a page says after a button has done its work. Only these sentences can be shown, whatever an address carries. */
const NOTICES = {
  released: (count: number) =>
    count === 0 ? 'Nothing waited for release any more.' : `${plural(count, 'note leaves', 'notes leave')} now.`,
  copied: (count: number) => `${plural(count, 'copy was', 'copies were')} sent to the Coordinator’s mailbox.`,
  extended: () =>
    'The date is extended; the mission and the capital are told in the hours in which they are written to.',
  stopped: () => 'The clock stands still: nothing leaves but acknowledgements.',
  goesOn: () => 'The clock goes on, with the days that were left.',
  compiled: () => 'The report was compiled.',
  accepted: () => 'The message is filed as an answer.',
  acceptedLater: () =>
    'The message is filed as an answer; its request is told within a minute, as soon as the engine answers.',
  dismissed: () => 'The message stays on record as a message; the request waits on.',
  absent: () => 'The absence is on record; your deputy is told of what waits too long.',
  back: () => 'You are back: nothing goes to your deputy any more.',
  decided: () => 'Your decision is on record and the request goes by it.',
  useSaid: () => 'Your word on the use of the answer is on record: the next report keeps to it.',
  succeeded: () => 'The new contact is on record and is told of every open request; the old links are dead.',
  takenAway: () => 'The answer is taken away: it stays on record, and the request goes on without it.',
  filed: () => 'The mail is filed, and its sender is told that it was received.',
  done: () => 'The decision is noted and no longer waits.',
  doneBefore: () => 'This decision was taken before.',
  nothingChosen: () => 'Nothing was selected, and nothing was done.',
} as const;

export type Notice = keyof typeof NOTICES;

/** Goes to a page with a notice. */
export function redirectWith(reply: FastifyReply, path: string, notice: Notice, count = 0): FastifyReply {
  return reply.redirect(`${path}?notice=${notice}&count=${count}`, 303);
}

/** The sentence that an address asks for; null for none or an unknown one. */
export function readNotice(query: unknown): string | null {
  const { notice, count } = query as { notice?: unknown; count?: unknown };
  if (typeof notice !== 'string' || !Object.hasOwn(NOTICES, notice)) return null;
  const number = Number(count);
  return NOTICES[notice as Notice](Number.isSafeInteger(number) && number >= 0 ? number : 0);
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
