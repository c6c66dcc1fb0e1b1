import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BY_ITSELF, actorWords } from '../domain/actor.js';
import { contactBook, isAddress, refusalOfChange, replacementOf } from '../domain/contact.js';
import type { ContactChange, ContactEntry } from '../domain/contact.js';
import { partyOfContactMail } from '../domain/keys.js';
import { LANGUAGES } from '../domain/mandate.js';
import type { Party } from '../domain/mandate.js';
import { dateIn } from '../domain/plan.js';
import { mailKey, readToken } from '../domain/reply-address.js';
import { unusableIn } from '../domain/reserved-domain.js';
import { isLonger, LONGEST } from '../domain/text.js';
import { formatDate } from '../templates/dates.js';
import { loadPages } from '../templates/page.js';
import { printable } from '../templates/typography.js';
import { loadAnswerWords, phrase } from './answer-words.js';
import type { AnswerWords } from './answer-words.js';
import type { WebContext } from './deps.js';
import { sendPage } from './policy.js';

/** What the link of a note on contacts opens, or that of its acknowledgement. */
interface Opened {
  mailId: string;
  /** The contact that was written to: the mission. */
  mission: string;
  party: Party;
  changes: ContactChange[];
  words: AnswerWords;
  base: string;
}

/** What was typed and not taken. */
interface Draft {
  contact: string;
  name: string;
  address: string;
  problem: string;
}

/** The page on which a mission confirms or replaces its party's contacts, opened by its signed link. Looking at it changes nothing. */
export function registerContacts(site: FastifyInstance, context: WebContext): void {
  const { catalogue, contacts, commands, queries, clock, secrets, settings, addressing, log } = context;
  const catalog = loadAnswerWords();
  const { render } = loadPages('answer');
  const isReserved = unusableIn(settings);

  async function open(request: FastifyRequest): Promise<Opened | null> {
    const { token } = request.params as { token: string };
    const id = readToken('link', token, secrets.signing);
    const found = id === null ? null : await queries.findSentMail(id);
    const asked = found && partyOfContactMail(found.mail.stepKey);
    const party = catalogue.parties.find(({ code }) => code === asked);
    if (!found || !party || found.mail.contact === null) return null;
    return {
      mailId: found.mail.id,
      mission: found.mail.contact,
      party,
      changes: await contacts.findChanges(party.code),
      words: catalog[party.language],
      base: `/contacts/${encodeURIComponent(token)}`,
    };
  }

  const frame = (
    reply: FastifyReply,
    { lang, title, words, body }: { lang: string; title: string; words: AnswerWords; body: string },
  ): FastifyReply => {
    const { service, skip } = words;
    const footer = phrase(words.footer, { address: addressing.deskAddress });
    return sendPage(reply, render('frame', { lang, title, service, skip, footer, body }));
  };

  const unknown = (reply: FastifyReply): FastifyReply => {
    const languages = LANGUAGES.map((lang) => {
      const { heading, text } = catalog[lang].unknown;
      return { lang, heading, text: phrase(text, { address: addressing.deskAddress }) };
    });
    const words = catalog.en;
    const body = render('unknown', { languages });
    return frame(reply.status(404), { lang: 'en', title: words.unknown.heading, words, body });
  };

  /** The link of a mission that was replaced is dead: it tells nothing, and names nobody. */
  const dead = (reply: FastifyReply, { party, words }: Opened): FastifyReply => {
    const { heading, text } = words.replaced;
    const languages = [{ lang: party.language, heading, text: phrase(text, { address: addressing.deskAddress }) }];
    const body = render('unknown', { languages });
    return frame(reply.status(410), { lang: party.language, title: heading, words, body });
  };

  const show = (reply: FastifyReply, opened: Opened, draft: Draft | null, done: string): FastifyReply => {
    const { party, changes, words, base } = opened;
    const { language } = party;
    const day = (at: string): string => formatDate(dateIn(at, party.zone), language);
    const rowOf = (entry: ContactEntry): object => {
      const own = draft?.contact === entry.id ? draft : null;
      return {
        id: entry.id,
        role: words.contacts.roles[entry.role],
        name: entry.name,
        address: entry.address,
        failed: entry.status === 'failed' ? words.contacts.failed : '',
        isOpen: own !== null,
        problem: own?.problem ?? '',
        newName: own?.name ?? '',
        newAddress: own?.address ?? '',
        w: words.contacts,
        base,
      };
    };
    const confirmed = changes.filter(({ kind }) => kind === 'confirmed').at(-1);
    const body = render('contacts', {
      w: words.contacts,
      done,
      base,
      party: party.name[language],
      confirmed: confirmed ? phrase(words.contacts.confirmed, { date: day(confirmed.at) }) : '',
      rows: contactBook(party, changes)
        .filter(({ status }) => status !== 'replaced')
        .map(rowOf),
    });
    return frame(reply, { lang: language, title: words.contacts.heading, words, body });
  };

  site.get('/contacts/:token', async (request, reply) => {
    const opened = await open(request);
    if (!opened) return unknown(reply);
    if (replacementOf(opened.party, opened.changes, opened.mission)) return dead(reply, opened);
    const { done } = request.query as { done?: string };
    const { words, changes } = opened;
    const thanks = { confirmed: words.contacts.thanks, replaced: words.contacts.replaced };
    // A line in an address proves nothing: it thanks for what is on record.
    const told = changes.find(({ kind }) => kind === done)?.kind;
    return show(reply, opened, null, told === 'confirmed' || told === 'replaced' ? thanks[told] : '');
  });

  site.post('/contacts/:token', async (request, reply) => {
    const opened = await open(request);
    if (!opened) return unknown(reply);
    const { party, changes, words, mailId, base } = opened;
    if (replacementOf(party, changes, opened.mission)) return dead(reply, opened);
    const form = (request.body ?? {}) as Partial<Record<'choice' | 'contact' | 'name' | 'address', string>>;
    const { choice, contact = '' } = form;
    const name = printable(form.name ?? '').trim();
    const address = (form.address ?? '').trim();
    const at = clock.now();
    const common = {
      at,
      authority: `the ${contactName(opened)}, on the page of its note`,
      reason: 'the yearly confirmation',
      by: actorWords(BY_ITSELF.page),
    };
    const change: ContactChange =
      choice === 'replace'
        ? {
            ...common,
            kind: 'replaced',
            id: `page-${mailKey(`${mailId}/${contact}/${name}/${address}`)}`,
            contact,
            name,
            address,
          }
        : { ...common, kind: 'confirmed', id: `page-${mailKey(`${mailId}/confirmed/${at.slice(0, 10)}`)}` };
    const isRepeated = changes.some(({ id }) => id === change.id);
    const problem = isRepeated ? null : problemOf(change, { party, changes, words, isReserved });
    if (problem !== null) return show(reply.status(422), opened, { contact, name, address, problem }, '');
    try {
      if (!isRepeated) await commands.changeContact(party.code, change);
    } catch (fault) {
      log.error({ fault, party: party.code }, 'a change of contacts could not be recorded');
      return show(reply.status(503), opened, { contact, name, address, problem: words.errors.ours }, '');
    }
    return reply.redirect(`${base}?done=${change.kind}`, 303);
  });
}

/** What was wrong and what to do, in the party's language; null where the change can be made. */
function problemOf(
  change: ContactChange,
  given: { party: Party; changes: ContactChange[]; words: AnswerWords; isReserved: (address: string) => boolean },
): string | null {
  const { words, ...context } = given;
  const refusal = refusalOfChange(change, context);
  if (refusal === null) return null;
  if (change.kind !== 'replaced') return words.errors.ours;
  if (change.name.trim() === '') return words.contacts.noName;
  if (isLonger(change.name, LONGEST.name)) return words.contacts.longName;
  if (!isAddress(change.address) || given.isReserved(change.address)) return words.contacts.noAddress;
  return words.contacts.nothing;
}

function contactName({ mission }: Opened): string {
  return `contact ${mission}`;
}
