import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { partsOfCycle } from '../domain/ids.js';
import type { FormField, Obligation } from '../domain/mandate.js';
import { dateIn } from '../domain/plan.js';
import { isSameAnswers } from '../domain/questionnaire.js';
import {
  carriedOver,
  mergeAnswers,
  missingFields,
  NOT_AVAILABLE,
  progressOf,
  readAnswers,
  sumDoubts,
} from '../domain/questionnaire.js';
import type { Answers, FieldFault, Overwritten } from '../domain/questionnaire.js';
import { mailKey } from '../domain/reply-address.js';
import type { FormKey, SavedForm } from '../office/ports/questionnaires.js';
import type { RequestRecord } from '../office/ports/requests.js';
import { formatDate } from '../templates/dates.js';
import { answersText, valueWords } from '../templates/questionnaire.js';
import { printable } from '../templates/typography.js';
import { createAnswerDoor } from './answer-door.js';
import type { Opened } from './answer-door.js';
import { signatureOf, uploadProblems } from './answer-form.js';
import { createAnswerView } from './answer-view.js';
import { loadAnswerWords, phrase } from './answer-words.js';
import type { WebContext } from './deps.js';
import { settleSoon } from './patience.js';
import { formLink } from './questionnaire-link.js';
import { readUpload } from './upload.js';

/** The form of one request, as those fill it in who hold the link. */
interface OpenForm {
  opened: Opened;
  request: RequestRecord;
  obligation: Obligation;
  key: FormKey;
  saved: SavedForm;
}

/** What a page of a section shows beside the saved answers. */
interface SectionState {
  faults: FieldFault[];
  overwritten: Overwritten[];
}

/** The form of a duty, section by section, under the link of a note. Each section is saved by itself; sending files an answer. */
export function registerQuestionnaire(site: FastifyInstance, context: WebContext): void {
  const { catalogue, documents, intake, delivery, words: postWords, clock, log } = context;
  const { enter, take, show, unknown, problemsInFiles, problemsOfHold } = createAnswerDoor(context);
  const view = createAnswerView(catalogue, loadAnswerWords());
  const store = context.questionnaires;

  async function formOf(opened: Opened, request: FastifyRequest): Promise<OpenForm | null> {
    const { request: id } = request.query as { request?: string };
    const row = opened.file.requests.find((one) => one.id === id);
    const obligation = row && catalogue.obligations.find((one) => one.id === partsOfCycle(row.cycleId).obligation);
    if (!row || !obligation || obligation.form.length === 0) return null;
    const key = { requestId: row.id, contact: opened.file.mail.contact ?? '' };
    return { opened, request: row, obligation, key, saved: await store.findSaved(key) };
  }

  /** What the party has sent on this form before that is not answered yet; null where that adds nothing. */
  async function earlierOf({ obligation, request, saved }: OpenForm): Promise<{ answers: Answers; at: string } | null> {
    const last = (await store.findSent([obligation.id], request.party)).at(-1);
    if (last === undefined) return null;
    // A figure belongs to its period; within one request it may be sent again.
    const fields = last.request === request.id ? obligation.form : obligation.form.filter(isLasting);
    const added = Object.entries(carriedOver(fields, last.answers)).filter(([id]) => saved.answers[id] === undefined);
    return added.length === 0 ? null : { answers: Object.fromEntries(added), at: last.receivedAt };
  }

  /** Since when all that is saved has been sent; null while something of it has not. */
  async function sentAtOf({ obligation, request, saved }: OpenForm): Promise<string | null> {
    const sent = await store.findSent([obligation.id], request.party);
    const last = sent.findLast((one) => one.request === request.id && isSameAnswers(one.answers, saved.answers));
    return last !== undefined && saved.at !== null && last.receivedAt >= saved.at ? last.receivedAt : null;
  }

  const reportOf = ({ opened: { file, party, base }, request }: OpenForm): string =>
    view.page(file, party, base).requests.find(({ id }) => id === request.id)?.report ?? '';

  const faultWords = ({ opened: { words, party }, obligation }: OpenForm, { field, kind }: FieldFault): string => {
    const label = obligation.form.find(({ id }) => id === field)?.label[party.language] ?? field;
    return phrase(words.questionnaire[kind], { label });
  };

  const overwrittenWords = ({ opened: { words, party }, obligation }: OpenForm, one: Overwritten): string => {
    const field = obligation.form.find(({ id }) => id === one.field);
    const { overwritten, removed, ...values } = words.questionnaire;
    const label = field?.label[party.language] ?? one.field;
    if (one.theirs === '' || field === undefined) return phrase(removed, { label });
    return phrase(overwritten, { label, theirs: valueWords(field, one.theirs, party.language, values) });
  };

  async function showOverview(reply: FastifyReply, form: OpenForm, problems: string[]): Promise<FastifyReply> {
    const { opened, obligation, request, saved } = form;
    const { words, party, base } = opened;
    const { questionnaire: w } = words;
    const { language } = party;
    const [facts] = view.page({ ...opened.file, requests: [request] }, party, base).requests;
    const earlier = await earlierOf(form);
    const sentAt = await sentAtOf(form);
    const sections = progressOf(obligation, saved.answers).map(({ section, answered, total, missing }) => ({
      title: section.title[language],
      link: formLink(base, request.id, section.id),
      answered: phrase(w.answered, { answered, total }),
      missing: missing.length === 0 ? '' : phrase(w.missing, { missing: missing.length }),
    }));
    const open = missingFields(obligation.form, saved.answers).map(({ id, section, label }) => ({
      label: label[language],
      link: `${formLink(base, request.id, section)}#${fieldName(id)}`,
    }));
    const doubts = sumDoubts(obligation.form, saved.answers).map(({ field, total, sum }) =>
      phrase(w.sum, { label: field.label[language], total, sum }),
    );
    const heading = phrase(w.heading, { report: reportOf(form) });
    return show(reply, opened, heading, 'questionnaire', {
      heading,
      q: w,
      due: facts?.due ?? '',
      ...view.openItems(await postWords.findOpenItems(request.id), party),
      closing: facts?.isClosed === true ? facts.closing : '',
      saved:
        saved.at === null
          ? ''
          : phrase(sentAt === null ? w.saved : w.sent, { moment: view.momentWords(sentAt ?? saved.at, party) }),
      problems,
      sections,
      open,
      doubts,
      earlier:
        earlier === null ? '' : phrase(w.earlier, { date: formatDate(dateIn(earlier.at, party.zone), language) }),
      takeOver: formLink(base, request.id, null, 'take-over'),
      send: formLink(base, request.id, null, 'send'),
      seq: saved.seq,
      back: base,
    });
  }

  function showSection(reply: FastifyReply, form: OpenForm, id: string, state: SectionState): FastifyReply {
    const { opened, obligation, request, saved } = form;
    const { words, party, base } = opened;
    const { questionnaire: w } = words;
    const { language } = party;
    const section = obligation.sections.find((one) => one.id === id);
    const fields = fieldsOf(obligation, id);
    if (!section || fields.length === 0) return unknown(reply);
    const rows = fields.map((field) => {
      const fault = state.faults.find((one) => one.field === field.id);
      const value = fault?.text ?? saved.answers[field.id] ?? '';
      const isMissingFigure = value === NOT_AVAILABLE;
      const options = optionsOf(field, w, language).map((one) => ({ ...one, isChosen: one.id === value }));
      return {
        name: fieldName(field.id),
        missingName: missingName(field.id),
        label: field.label[language],
        isRequired: field.required,
        isText: field.type === 'text',
        isNumber: field.type === 'number',
        isDate: field.type === 'date',
        options,
        value: isMissingFigure ? '' : value,
        isMissingFigure,
        problem: fault ? faultWords(form, fault) : '',
        q: w,
      };
    });
    const problems = state.faults.map((fault) => ({
      words: faultWords(form, fault),
      link: `#${fieldName(fault.field)}`,
    }));
    return show(reply, opened, section.title[language], 'questionnaire-section', {
      title: section.title[language],
      above: phrase(w.heading, { report: reportOf(form) }),
      q: w,
      action: formLink(base, request.id, id),
      overview: formLink(base, request.id, null),
      seq: saved.seq,
      rows,
      problems,
      remarks: state.overwritten.map((one) => overwrittenWords(form, one)),
      allMissing: fields.filter(({ type }) => type === 'number').length > 1 ? ALL_MISSING : '',
      hasNext: nextSection(obligation, id) !== null,
    });
  }

  site.get('/answer/:token/questionnaire', async (request, reply) => {
    const opened = await enter(request, reply);
    if (!opened) return reply;
    const form = await formOf(opened, request);
    if (!form) return unknown(reply);
    const { section } = request.query as { section?: string };
    if (section === undefined) return showOverview(reply, form, []);
    return showSection(reply, form, section, { faults: [], overwritten: [] });
  });

  site.post('/answer/:token/questionnaire', async (request, reply) => {
    const opened = await take(request, reply);
    if (!opened) return reply;
    const form = await formOf(opened, request);
    const { section = '' } = request.query as { section?: string };
    if (!form || !request.isMultipart()) return unknown(reply);
    const fields = fieldsOf(form.obligation, section);
    if (fields.length === 0) return unknown(reply);
    const { fields: sent, fault } = await readUpload(request, documents);
    if (fault !== null) return showOverview(reply.status(422), form, uploadProblems(fault, opened.words));
    const typed = Object.fromEntries(fields.map((field) => [field.id, typedIn(field, sent)]));
    const { answers: mine, faults } = readAnswers(fields, typed);
    const base = await store.findSave(form.key, sent['seq'] ?? '');
    // What could not be read keeps the answer that it had.
    const readable = fields.filter(({ id }) => !faults.some((one) => one.field === id));
    let overwritten: Overwritten[] = [];
    const saved = await store.save(form.key, clock.now(), (theirs) => {
      const merged = mergeAnswers({ base, mine, theirs }, readable);
      overwritten = merged.overwritten;
      return merged.answers;
    });
    if (faults.length > 0 || overwritten.length > 0)
      return showSection(reply.status(faults.length > 0 ? 422 : 200), { ...form, saved }, section, {
        faults,
        overwritten,
      });
    const next = sent['to'] === 'next' ? nextSection(form.obligation, section) : null;
    return reply.redirect(formLink(opened.base, form.request.id, next), 303);
  });

  site.post('/answer/:token/questionnaire/take-over', async (request, reply) => {
    const opened = await take(request, reply);
    if (!opened) return reply;
    const form = await formOf(opened, request);
    if (!form) return unknown(reply);
    const earlier = await earlierOf(form);
    if (earlier !== null) await store.save(form.key, clock.now(), (current) => ({ ...earlier.answers, ...current }));
    return reply.redirect(formLink(opened.base, form.request.id, null), 303);
  });

  site.post('/answer/:token/questionnaire/send', async (request, reply) => {
    const opened = await take(request, reply);
    if (!opened) return reply;
    const form = await formOf(opened, request);
    if (!form || !request.isMultipart()) return unknown(reply);
    const { words } = opened;
    const upload = await readUpload(request, documents);
    const { fields, files, fault } = upload;
    const isEmpty = Object.keys(form.saved.answers).length === 0 && files.length === 0;
    const problems = [
      ...(await problemsOfHold(opened, form.request.id)),
      ...(fault === null ? [] : uploadProblems(fault, words)),
      ...(fields['seq'] === form.saved.seq ? [] : [words.questionnaire.changed]),
      ...(fault === null && isEmpty ? [words.questionnaire.empty] : []),
      ...(await problemsInFiles(upload, words)),
    ];
    if (problems.length > 0) return showOverview(reply.status(422), form, problems);
    const id = await file(form, upload);
    await settleSoon(delivery.submission(id, clock.now()), (trouble) =>
      log.warn(
        { fault: trouble, submission: id },
        'the request could not be told of an answer yet; the sweep repeats it',
      ),
    );
    return reply.redirect(`${opened.base}/received/${id}`, 303);
  });

  /** Commits what is saved as an answer: once for each save, whoever presses Send however often. */
  async function file(
    {
      opened: {
        file: { mail },
        party,
        words,
      },
      request,
      obligation,
      saved,
    }: OpenForm,
    { fields, files }: Awaited<ReturnType<typeof readUpload>>,
  ): Promise<string> {
    const kind = fields['kind'] === 'part' ? 'part' : 'answer';
    const signature = signatureOf({
      name: printable(fields['name'] ?? ''),
      function: printable(fields['function'] ?? ''),
    });
    const told = answersText(obligation, saved.answers, party.language, words.questionnaire);
    const text = [told, signature].filter((part) => part !== '').join('\n\n');
    const content = [
      mail.id,
      request.id,
      saved.seq,
      kind,
      text,
      ...files.map(({ name, sha256 }) => `${sha256} ${name}`),
    ];
    const id = `form-${mailKey(content.join('\n'))}`;
    await intake.fileSubmission(
      {
        id,
        requestId: request.id,
        via: 'web',
        receiptId: null,
        contact: mail.contact,
        sender: mail.toAddress,
        receivedAt: clock.now(),
        text,
        kind,
        answers: saved.answers,
        files,
      },
      null,
    );
    return id;
  }
}

/** Names and links on the page: an id of ours, in the alphabet of fragments. */
function fieldName(id: string): string {
  return `f-${id}`;
}

/** The box that says so of all figures of a section that are left empty. */
const ALL_MISSING = 'na';

/** The box beside a figure that says it is not available. */
function missingName(id: string): string {
  return `na-${id}`;
}

function typedIn({ id, type }: FormField, sent: Readonly<Record<string, string>>): string {
  const text = sent[fieldName(id)] ?? '';
  const isMissingFigure = type === 'number' && (sent[missingName(id)] !== undefined || sent[ALL_MISSING] !== undefined);
  // Whoever writes a figure has one, whatever is ticked.
  return isMissingFigure && text.trim() === '' ? NOT_AVAILABLE : text;
}

function fieldsOf({ form }: Obligation, section: string): FormField[] {
  return form.filter((field) => field.section === section && field.type !== 'file');
}

function nextSection(obligation: Obligation, id: string): string | null {
  const ids = progressOf(obligation, {}).map(({ section }) => section.id);
  return ids[ids.indexOf(id) + 1] ?? null;
}

/** Whether an answer still says something in another period. */
function isLasting({ type, eachPeriod = false }: FormField): boolean {
  return type !== 'number' && !eachPeriod;
}

function optionsOf(
  { type, choices = [], choiceLabels }: FormField,
  { yes, no }: { yes: string; no: string },
  language: 'en' | 'es' | 'pt' | 'fr',
): { id: string; label: string }[] {
  if (type === 'yes-no')
    return [
      { id: 'yes', label: yes },
      { id: 'no', label: no },
    ];
  return choices.map((id) => ({ id, label: choiceLabels?.[id]?.[language] ?? id }));
}
