import type { FastifyReply, FastifyRequest } from 'fastify';
import { replacementOf } from '../domain/contact.js';
import { LANGUAGES } from '../domain/mandate.js';
import type { Party } from '../domain/mandate.js';
import { readToken } from '../domain/reply-address.js';
import type { AnswerFile } from '../office/ports/desk.js';
import { loadPages } from '../templates/page.js';
import { printable, typeset } from '../templates/typography.js';
import { loadAnswerWords, phrase } from './answer-words.js';
import type { AnswerWords } from './answer-words.js';
import type { WebContext } from './deps.js';
import { PageFault } from './fault.js';
import { isFromOtherSite, sendPage } from './policy.js';
import type { Upload } from './upload.js';

/** What a link opens: the mail that carried it, its party, and the words of that party's language. */
export interface Opened {
  file: AnswerFile;
  party: Party;
  words: AnswerWords;
  /** The address of this page, without a slash at its end. */
  base: string;
}

export interface AnswerDoor {
  /**
   * Opens the link of a note for a page of its party. Null where the reader has been answered already: the link opens nothing, or
   * belongs to a contact who was replaced. Throws PageFault for the link of a copy.
   */
  enter: (request: FastifyRequest, reply: FastifyReply) => Promise<Opened | null>;
  /** The same for what a page of ours sends; throws PageFault where another site has sent it. */
  take: (request: FastifyRequest, reply: FastifyReply) => Promise<Opened | null>;
  /** A page of `templates/pages/answer` in the language of the party. */
  show: (reply: FastifyReply, opened: Opened, title: string, page: string, data: object) => FastifyReply;
  /** That the link opens nothing, in four languages. */
  unknown: (reply: FastifyReply) => FastifyReply;
  /** That a request takes nothing on the page at present, since all that comes for it waits for a person; empty where it does. */
  problemsOfHold: (opened: Opened, requestId: string) => Promise<string[]>;
  /** What is wrong with files that were chosen. One that the scanner could not see yet is taken, and handed out only when it has. */
  problemsInFiles: (upload: Upload, words: AnswerWords) => Promise<string[]>;
}

/** The door of all pages that the signed link of a note opens. Looking at them changes nothing. */
export function createAnswerDoor(context: WebContext): AnswerDoor {
  const { catalogue, documents, files, intake, queries, secrets, settings, addressing } = context;
  const catalog = loadAnswerWords();
  const { render } = loadPages('answer');
  const { contacts } = context;

  async function open(request: FastifyRequest): Promise<Opened | null> {
    const { token } = request.params as { token: string };
    const id = readToken('link', token, secrets.signing);
    const file = id === null ? null : await queries.findAnswerFile(id);
    if (!file) return null;
    if (file.mail.kind === 'copy') throw copyOpened();
    const party = catalogue.parties.find((one) => one.code === file.requests[0]?.party);
    return party ? { file, party, words: catalog[party.language], base: `/answer/${encodeURIComponent(token)}` } : null;
  }

  const show = (
    reply: FastifyReply,
    { party, words }: Opened,
    title: string,
    page: string,
    data: object,
  ): FastifyReply => {
    const frame = { lang: party.language, title, service: words.service, skip: words.skip };
    const footer = phrase(words.footer, { address: addressing.deskAddress });
    return sendPage(reply, render('frame', { ...frame, footer, body: render(page, { w: words, ...data }) }));
  };

  /** The link of a contact who was replaced is dead: it tells nothing of the request, and names nobody. */
  const replaced = (reply: FastifyReply, { party, words }: Opened): FastifyReply => {
    const { heading, text } = words.replaced;
    const languages = [{ lang: party.language, heading, text: phrase(text, { address: addressing.deskAddress }) }];
    const frame = { lang: party.language, title: heading, service: words.service, skip: words.skip };
    return sendPage(
      reply.status(410),
      render('frame', { ...frame, footer: addressing.deskAddress, body: render('unknown', { languages }) }),
    );
  };

  const isReplaced = async ({ file, party }: Opened): Promise<boolean> =>
    replacementOf(party, await contacts.findChanges(party.code), file.mail.contact) !== null;

  const unknown = (reply: FastifyReply): FastifyReply => {
    const languages = LANGUAGES.map((lang) => {
      const { heading, text } = catalog[lang].unknown;
      return { lang, heading, text: phrase(text, { address: addressing.deskAddress }) };
    });
    const { service, skip } = catalog.en;
    const frame = { lang: 'en', title: catalog.en.unknown.heading, service, skip, footer: addressing.deskAddress };
    return sendPage(reply.status(404), render('frame', { ...frame, body: render('unknown', { languages }) }));
  };

  async function enter(request: FastifyRequest, reply: FastifyReply): Promise<Opened | null> {
    const opened = await open(request);
    if (!opened) unknown(reply);
    else if (await isReplaced(opened)) replaced(reply, opened);
    else return opened;
    return null;
  }

  async function take(request: FastifyRequest, reply: FastifyReply): Promise<Opened | null> {
    const opened = await enter(request, reply);
    if (opened && isFromOtherSite(request, settings.publicUrl)) throw otherSite();
    return opened;
  }

  async function problemsInFiles({ files: chosen, fault }: Upload, { errors }: AnswerWords): Promise<string[]> {
    if (fault !== null) return [];
    const problems: string[] = [];
    for (const { name, sha256 } of chosen) {
      const { verdict } = await files.check({ name, sha256, bytes: await documents.get(sha256) });
      if (verdict === 'sound' || verdict === 'unscanned') continue;
      problems.push(phrase(errors[verdict === 'empty' ? 'emptyFile' : verdict], { name: printable(name) }));
    }
    return problems.length === 0 ? [] : [...problems, errors.chooseAgain];
  }

  async function problemsOfHold({ party, words }: Opened, requestId: string): Promise<string[]> {
    const isHeld = (await intake.findMailHold(requestId)) !== null;
    return isHeld ? [phrase(words.errors.held, { state: typeset(party.name[party.language], party.language) })] : [];
  }

  return { enter, take, show, unknown, problemsInFiles, problemsOfHold };
}

function otherSite(): PageFault {
  return new PageFault(
    403,
    'This form did not come from our page',
    'Open the link of the note again and answer there.',
  );
}

function copyOpened(): PageFault {
  return new PageFault(
    404,
    'This link belongs to a copy',
    'The copy was sent to the desk before the note. In the note itself the same link opens the page on which the party answers.',
  );
}
