import { readdirSync, readFileSync } from 'node:fs';
import { convert } from 'html-to-text';
import { LANGUAGES } from '../../domain/mandate.js';
import type { Language } from '../../domain/mandate.js';
import { PostInvalid, renderPost } from '../../templates/post.js';
import { REQUEST_KINDS } from '../../templates/post-words.js';
import type { PostKind, PostWords } from '../../templates/post-words.js';
import { ALL_KINDS, samplePost } from './sample.js';

const EVERY: [PostKind, Language][] = ALL_KINDS.flatMap((kind) =>
  LANGUAGES.map((language): [PostKind, Language] => [kind, language]),
);
/** A handover reminds of nothing: it says what is open. */
const REMINDERS = REQUEST_KINDS.filter((kind) => !/-(request|handover)$/.test(kind));
const FOLDER = new URL('../../templates/mail/', import.meta.url);

/** What no mail says: reproach, urgency, pressure, comparison, closes that are not for foreign authorities. `*`: any ending. */
const NEVER: Record<Language, string> = {
  en: 'late overdue delay* delinquent fail* comply complied compliance regret* deplor* surpris* final* urgent* silence only third assum* must honour* dear exceptional*',
  es: 'tarde tardí* atras* retras* demor* moros* incumpl* lament* deplor* sorpre* últim* urgent* silencio únic* solo tercer* debe* antemano excepcional*',
  pt: 'atras* tardi* descumpr* lament* deplor* surpres* últim* urgent* silêncio únic* só terceir* deve* respeitosamente atenciosamente recepção antecipad* excepcional*',
  fr: 'retard* tardi* manqu* regrett* déplor* surpri* dernier dernière urgent* silence seul* troisième doit d’avance exceptionnel*',
};

/** Phrases and signs that are wrong in any of the languages. */
const NEVER_ANYWHERE = /second reminder|del Salvador|d[ue] Haïti|serait gré|cc:|[¡!]|in advance/i;

function wordPattern(list: string): RegExp {
  const stems = list.split(' ').map((stem) => stem.replace('*', '\\p{L}*'));
  return new RegExp(`(?<!\\p{L})(${stems.join('|')})(?!\\p{L})`, 'iu');
}

const ALREADY_SENT: Record<Language, string> = {
  en: 'Should the information have been sent in the meantime',
  es: 'De haberse enviado ya la información',
  pt: 'Caso as informações já tenham sido enviadas',
  fr: 'Si les informations ont déjà été envoyées',
};

/** One line, ordinary spaces. */
function flat(text: string): string {
  return text.replace(/[\s\u00a0]+/g, ' ').trim();
}

function words(text: string): string[] {
  return flat(text)
    .split(' ')
    .filter((word) => word !== '-' && word !== '*');
}

function withRequest(post: PostWords, change: Partial<PostWords['requests'][number]>): PostWords {
  return { ...post, requests: post.requests.map((request) => ({ ...request, ...change })) };
}

describe.each(EVERY)('%s in %s', (kind, language) => {
  const mail = renderPost(samplePost(kind, language));

  it('has a subject of one line that names the state and the resolution', () => {
    expect(mail.subject).not.toMatch(/[\p{Cc}\u00a0\u202f_]|\{\{|undefined|null/u);
    expect(mail.subject).toContain('AG/RES. 2019 -');
    expect(mail.subject).toMatch(/The Bahamas|El Salvador|Brasil|Haïti|Inter-American|Instituto|Comissão|Institut/);
  });

  it('says the same words in text and in HTML', () => {
    const html = convert(mail.html, {
      wordwrap: false,
      selectors: [
        { selector: 'a', options: { ignoreHref: true } },
        { selector: 'ul', options: { itemPrefix: '' } },
        { selector: 'blockquote', format: 'block' },
      ],
    });
    expect(words(html)).toEqual(words(mail.text));
  });

  it('never says what a note must not say', () => {
    const said = `${mail.subject}\n${flat(mail.text)}`;
    expect(said).not.toMatch(wordPattern(NEVER[language]));
    expect(said).not.toMatch(NEVER_ANYWHERE);
  });

  it('leaves no placeholder and wraps at 72 characters but for links and fingerprints', () => {
    expect(mail.text).not.toMatch(/\{\{|\}\}|undefined|\[object|NaN/);
    const long = mail.text.split('\n').filter((line) => line.length > 72);
    expect(long.filter((line) => !/https?:|[0-9a-f]{64}/.test(line))).toEqual([]);
  });

  it('gives the reply address and the link, both clickable, and the language to screen readers', () => {
    expect(mail.html).toContain('href="mailto:r-k3x9q2m7a5t4w8yb2c6d@tip-desk.example"');
    expect(mail.html).toMatch(
      /href="https:\/\/tip-desk\.example\/r\/k3x9q2m7a5t4w8yb2c6d\?part(=|&#x3D;)1&amp;language/,
    );
    expect(mail.html).toContain(`<html lang="${language}"`);
  });
});

const DATE_AHEAD = {
  due: /April 16, 2027|16 de abril de 2027|16 avril 2027/,
  closing: /June 1, 2027|1\.º de junio de 2027|1º de junho de 2027|1er juin 2027/,
};

describe.each(LANGUAGES)('a joint post in %s', (language) => {
  it.each(['note-joint', 'letter-joint', 'organ-joint', 'note-handover', 'letter-handover', 'organ-handover'] as const)(
    '%s says of each request how it stands',
    (kind) => {
      const lines = renderPost(samplePost(kind, language))
        .text.split(/\n(?=- )|\n\n/)
        .map(flat);
      const items = lines.filter((line) => /^- .*\(20\d\d\)/.test(line));
      expect(items.map((line) => /\((\d{4})\)/.exec(line)?.[1])).toEqual(['2027', '2028', '2029']);
      const [reminded = '', recalled = '', rest = ''] = items;
      expect(reminded).toMatch(DATE_AHEAD.closing);
      expect(recalled).toMatch(DATE_AHEAD.due);
      expect(rest).toMatch(/in part|en parte|em parte|en partie/);
      for (const line of items) expect(line).toContain('AG/RES. 2019 (XXXIV-O/04)');
    },
  );

  it('is about several requests, and no other post is', () => {
    const joint = samplePost('note-joint', language);
    expect(() => renderPost({ ...joint, requests: joint.requests.slice(0, 1) })).toThrow(/about several requests: 1/);
    const alone = samplePost('note-reminder', language);
    expect(() => renderPost({ ...alone, requests: joint.requests })).toThrow(/about one request: 3/);
    expect(() => renderPost(withRequest(joint, { earlierNotes: [] }))).toThrow(PostInvalid);
  });

  it('acknowledges one message for all of them, with its files', () => {
    const text = flat(renderPost(samplePost('ack-joint-note', language)).text);
    expect(text).toContain('informe & anexo.pdf');
    for (const year of ['(2027)', '(2028)', '(2029)']) expect(text).toContain(year);
  });
});

describe.each(LANGUAGES)('requests and reminders in %s', (language) => {
  it.each(REQUEST_KINDS)('%s leaves number and initials of a note to a person, and a letter has neither', (kind) => {
    const { text } = renderPost(samplePost(kind, language));
    expect(/____\/(20)?27/.test(text)).toBe(kind.startsWith('note-'));
    expect(text.includes('____________________')).toBe(kind.startsWith('note-'));
  });

  it('has no blank in a subject: it names a note verbale until the number is known', () => {
    const post = samplePost('note-request', language);
    expect(renderPost(post).subject).toMatch(/^(Note verbale|Nota verbal) - /);
    expect(renderPost({ ...post, number: 'GS/DPS/N-031/27' }).subject).toMatch(/^Not[ea] GS\/DPS\/N-031\/27 - /);
  });

  it('says when and whom to ask apart from the ways of sending', () => {
    const { text } = renderPost(samplePost('note-request', language));
    const items = text.split('\n').filter((line) => line.startsWith('- '));
    expect(items).toHaveLength(2);
    expect(text).toMatch(/\n\n[^\n-][^\n]*: (April 16|16 d|16 avril)/);
  });

  it('sends a letter in its own name, never as a copy, and asks before it tells of the note to the mission', () => {
    const text = flat(renderPost(samplePost('letter-request', language)).text);
    expect(text).not.toMatch(/cop(y|ia|ie)|cópia/i);
    const asked = text.search(/would be grateful|agradeceríamos|saurions gré/);
    const channel = text.search(/has addressed this|ha dirigido esta|dirigiu esta|a adressé cette/);
    expect(asked).toBeGreaterThan(0);
    expect(channel).toBeGreaterThan(asked);
  });

  it('gives one hour for both places when their clocks read alike', () => {
    const post = withRequest(samplePost('note-request', language), {
      due: { date: '2027-04-16', time: '17:30', capital: { date: '2027-04-16', time: '17:30' } },
    });
    const text = flat(renderPost(post).text);
    expect(text).toMatch(/D\.C\.(, and in Nassau| y en San Salvador| e em Brasília| et à Port-au-Prince)/);
    expect(text.match(/5:30 p\.m\.|17:30|17h30|17 h 30/g)).toHaveLength(1);
  });

  it.each(REMINDERS)('%s allows for an answer already on its way and cites every note before it', (kind) => {
    const post = samplePost(kind, language);
    const text = flat(renderPost(post).text);
    expect(text).toContain(ALREADY_SENT[language]);
    const dates: Record<Language, string[]> = {
      en: ['February 1, 2027', 'April 2, 2027', 'April 19, 2027'],
      es: ['del 1.º de febrero de 2027', 'del 2 de abril de 2027', 'del 19 de abril de 2027'],
      pt: ['de 1º de fevereiro de 2027', 'de 2 de abril de 2027', 'de 19 de abril de 2027'],
      fr: ['du 1er février 2027', 'du 2 avril 2027', 'du 19 avril 2027'],
    };
    const cited = dates[language].slice(0, post.requests[0]?.earlierNotes.length);
    for (const date of cited) expect(text).toContain(date);
  });

  it('prints the number of this note and of an earlier one once a person has given them', () => {
    const post = { ...samplePost('note-reminder', language), number: 'GS/DPS/N-031/27' };
    const text = flat(
      renderPost(withRequest(post, { earlierNotes: [{ date: '2027-02-01', number: 'GS/DPS/N-014/27' }] })).text,
    );
    expect(text).toContain('GS/DPS/N-031/27');
    expect(text).toMatch(/(note|nota) GS\/DPS\/N-014\/27,? (of February|del 1\.º|de 1º|du 1er)/);
  });

  it('prints the due date before it and the closing of the text after it', () => {
    const { due, closing } = DATE_AHEAD;
    for (const kind of REQUEST_KINDS) {
      const text = flat(renderPost(samplePost(kind, language)).text);
      // A joint post prints the date of each of its requests.
      const isJoint = /-(joint|handover)$/.test(kind);
      const isBefore = /-(request|recall|extension|moved)$/.test(kind);
      expect([kind, due.test(text), closing.test(text)]).toEqual([kind, isJoint || isBefore, isJoint || !isBefore]);
    }
  });

  it('sets the date and hour of the capital beside those of headquarters', () => {
    const post = withRequest(samplePost('note-request', language), {
      due: { date: '2027-04-16', time: '23:30', capital: { date: '2027-04-17', time: '01:30' } },
    });
    const text = flat(renderPost(post).text);
    expect(text).toMatch(/(April 16, 2027, 11:30 p\.m\.|16 de abril de 2027, 23[:h]30|16 avril 2027, 23 h 30)/);
    expect(text).toMatch(/\((April 17, 2027, 1:30 a\.m\.|17 de abril de 2027, 1[:h]30|17 avril 2027, 1 h 30)/);
  });
});

describe('a new date', () => {
  it.each(['note', 'letter', 'organ'].flatMap((form) => [`${form}-extension`, `${form}-moved`] as PostKind[]))(
    '%s is no date that the paragraph provides for',
    (kind) => {
      for (const language of LANGUAGES) {
        const text = flat(renderPost(samplePost(kind, language)).text);
        expect(text).not.toMatch(/previst|prévu/);
        expect(text).toMatch(/(paragraph|párrafo resolutivo|parágrafo dispositivo|paragraphe) 9/);
      }
    },
  );

  it.each(ALL_KINDS)('%s says in Spanish by when, in words that no country reads as “not before”', (kind) => {
    const { subject, text } = renderPost(samplePost(kind, 'es'));
    const until = flat(`${subject}\n${text}`).match(/[^ ]+ [^ ]+ hasta el/g) ?? [];
    // A date is extended until a day, a count suspended until one; nothing is `received until` it.
    for (const words of until) expect(words).toMatch(/prorrogado hasta el|de \d{4} hasta el/);
  });
});

describe('acknowledgements', () => {
  it.each(LANGUAGES)('list each file in %s with size, short and full SHA-256', (language) => {
    const text = flat(renderPost(samplePost('ack-note', language)).text);
    expect(text).toContain('informe & anexo.pdf (48');
    expect(text).toContain('3f2a9c51');
    expect(text).toContain('b70d41ee'.repeat(8));
  });

  it('escape file names in HTML', () => {
    const post = samplePost('ack-note', 'en');
    post.receipt.files = [{ name: '<script>alert("x")</script>.pdf', size: 10, sha256: 'a'.repeat(64) }];
    const { html } = renderPost(post);
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
  });

  it('show a hostile file name on one line, without direction marks', () => {
    const post = samplePost('ack-letter', 'fr');
    post.receipt.files = [{ name: 'a\r\n\r\n# Faux\n- b\u202egpj.exe\u0000', size: 10, sha256: 'a'.repeat(64) }];
    const { text } = renderPost(post);
    expect(text).toContain('- a\ufffd# Faux\ufffd- b\ufffdgpj.exe\ufffd (10');
  });

  it('tell of an answer that is text only', () => {
    const post = samplePost('ack-note', 'pt');
    post.receipt.files = [];
    expect(renderPost(post).text).toContain('- Texto da resposta, sem arquivo anexo');
  });

  it('name the part when a second sender has answered', () => {
    const post = samplePost('ack-letter', 'es');
    post.receipt.part = 2;
    expect(renderPost(post).text).toContain('- Registro: parte 2, versión 2');
  });

  it('print the date ahead for a mere message: the due date, and after it the closing of the text', () => {
    const post = samplePost('ack-message-note', 'en');
    expect(flat(renderPost(post).text)).toContain('Information expected by: April 16, 2027');
    post.receipt.at = { date: '2027-04-16', time: '17:31', capital: { date: '2027-04-16', time: '18:31' } };
    expect(flat(renderPost(post).text)).toContain('Closing of the text: June 1, 2027, 5:30 p.m.');
  });

  it.each([
    ['en', 'June 1, 2027; information received after that date will be issued as an addendum'],
    ['es', '1.º de junio de 2027; la información que se reciba después de esa fecha se publicará como adición'],
    ['pt', '1º de junho de 2027; as informações recebidas após essa data serão publicadas como adendo'],
    ['fr', '1er juin 2027 ; les informations reçues après cette date paraîtront en additif'],
  ] as const)('name in %s the addendum, and no date ahead, for a message after the closing', (language, words) => {
    const post = samplePost('ack-message-note', language);
    post.receipt.at = { date: '2027-06-01', time: '17:30', capital: { date: '2027-06-01', time: '18:30' } };
    expect(flat(renderPost(post).text)).not.toContain(words);
    post.receipt.at = { date: '2027-06-01', time: '17:31', capital: { date: '2027-06-01', time: '18:31' } };
    expect(flat(renderPost(post).text)).toContain(words);
  });

  it.each(LANGUAGES)(
    'promise in %s that a message will be seen, since they leave before anyone has seen it',
    (language) => {
      const text = flat(renderPost(samplePost('ack-message-note', language)).text);
      expect(text).toMatch(/will be brought to|se señalará a|será levada ao|sera porté à/);
    },
  );

  it('end with the state alone for a sender who is no contact on file', () => {
    const post = { ...samplePost('ack-letter', 'pt'), addressee: '' };
    expect(renderPost(post).text).toMatch(/Departamento de Segurança Pública\n\nBrasil\n$/);
  });
});

describe('the paragraph', () => {
  it('is quoted where its official text is on file', () => {
    const text = flat(renderPost(samplePost('note-request', 'en')).text);
    expect(text).toContain('“To request the Secretary General to present a report each year');
    expect(text).not.toContain('nofficial');
  });

  it.each(LANGUAGES)('has quotation marks in %s only where the text is the official one', (language) => {
    const post = samplePost('note-request', language);
    for (const request of post.requests) request.obligation.officialText = null;
    if (language !== 'en') expect(renderPost(post).text).not.toMatch(/[“”«»]/);
    for (const request of post.requests) request.obligation.officialText = 'Texto oficial.';
    expect(flat(renderPost(post).text)).toMatch(/[“«] ?Texto oficial\. ?[”»]/);
  });

  it.each(EVERY)('is in %s (%s) no duty of the state: it provides for the report', (kind, language) => {
    const text = flat(renderPost(samplePost(kind, language)).text);
    expect(text).not.toMatch(/pursuant to|in accordance with|conforme a|de conformidad|nos termos d|en application d/i);
  });

  it.each([
    ['es', '[Traducción no oficial del inglés]'],
    ['pt', '[Tradução não oficial do inglês]'],
    ['fr', '[Traduction non officielle de l’anglais]'],
  ] as const)('is marked as an unofficial translation in %s until then', (language, mark) => {
    expect(flat(renderPost(samplePost('note-request', language)).text)).toContain(mark);
    const post = samplePost('note-request', language);
    for (const request of post.requests) request.obligation.officialText = 'Texto oficial.';
    expect(flat(renderPost(post).text)).not.toContain(mark);
  });
});

describe('grammar', () => {
  it('would be caught using a word of reproach, with accents and at the end of a sentence', () => {
    expect('la última nota').toMatch(wordPattern(NEVER.es));
    expect('a última nota.').toMatch(wordPattern(NEVER.pt));
    expect('avec retard').toMatch(wordPattern(NEVER.fr));
    expect('is Overdue.').toMatch(wordPattern(NEVER.en));
    expect('a más tardar el 1.º de junio').not.toMatch(wordPattern(NEVER.es));
  });

  it('keeps the spaces before French high punctuation and inside guillemets non-breaking', () => {
    for (const kind of ALL_KINDS) {
      const { text, html } = renderPost(samplePost(kind, 'fr'));
      for (const written of [text, html.replace(/<[^>]*>/g, '')]) {
        expect(written).not.toMatch(/ [:;?!»]|« /);
        expect(written.replace(/https?:\S+|&#?\w+;/g, '')).not.toMatch(/[\p{L}\d)][:;?!»]/u);
      }
      expect(text).toMatch(/(joints|message)\u00a0:\s+r-/);
    }
    expect(renderPost(samplePost('ack-note', 'fr')).text).toMatch(/\)\u202f; empreinte/);
  });

  it('says which annual report, since the Organization has several', () => {
    for (const kind of ['note-reminder', 'note-second-reminder', 'note-closing', 'ack-note'] as const) {
      for (const language of LANGUAGES) {
        expect(flat(renderPost(samplePost(kind, language)).text)).toMatch(
          /2027 annual report on trafficking in persons|de 2027 (sobre la trata|sobre o tráfico|sur la traite)/,
        );
      }
    }
  });

  it('speaks in Portuguese letters to one reader, without gender', () => {
    const text = flat(renderPost(samplePost('letter-closing', 'pt')).text);
    expect(text).toContain('Prezada Senhora, Prezado Senhor,');
    expect(text).toContain('à disposição de Vossa Senhoria');
    expect(text).not.toContain('Vossas');
  });

  it('relates a message to the report without saying “sobre” twice', () => {
    expect(flat(renderPost(samplePost('ack-message-note', 'es')).text)).toContain('relativo al informe anual de 2027');
    expect(flat(renderPost(samplePost('ack-message-note', 'pt')).text)).toContain(
      'relativa ao relatório anual de 2027',
    );
    for (const kind of ALL_KINDS.filter((one) => one.startsWith('organ-')))
      for (const language of ['es', 'pt'] as const)
        expect(flat(renderPost(samplePost(kind, language)).text)).not.toMatch(/sobre (el informe|o relatório) anual/);
  });

  it('never tears a day from its month, nor an address, at the end of a line of HTML', () => {
    expect(renderPost(samplePost('note-closing', 'pt')).html).toMatch(/1º\u00a0de junho de 2027/);
    expect(renderPost(samplePost('note-closing', 'fr')).html).toMatch(/1er\u00a0juin 2027/);
    expect(renderPost(samplePost('note-closing', 'en')).html).toMatch(/June\u00a01, 2027/);
    expect(renderPost(samplePost('note-closing', 'en')).html).toMatch(
      /<a [^>]*style="display:inline-block;max-width:100%;/,
    );
  });

  it('elides before Haiti with a typographic apostrophe and never writes another preposition', () => {
    const { subject, text } = renderPost(samplePost('note-reminder', 'fr'));
    expect(subject).toContain('Mission permanente d’Haïti');
    expect(flat(text)).toContain(
      'Mission permanente de la République d’Haïti près l’Organisation des États Américains',
    );
    expect(flat(text)).toContain('Gouvernement d’Haïti');
    expect(text).not.toMatch(/\p{L}'\p{L}/u);
  });

  it('sets the Portuguese crase where the preposition meets the article, and only there', () => {
    const request = flat(renderPost(samplePost('note-request', 'pt')).text);
    expect(request).toContain('cumprimenta a Missão Permanente da República Federativa do Brasil junto à Organização');
    expect(request).toContain('referir-se ao parágrafo dispositivo 9');
    expect(request).toContain('agradeceria a essa Missão Permanente');
    expect(request).toContain('reiterar à Missão Permanente do Brasil os protestos');
    expect(request).toContain('À Missão Permanente da República Federativa do Brasil');
    const closing = flat(renderPost(samplePost('note-closing', 'pt')).text);
    expect(closing).toContain('referir-se às suas notas de 1º de fevereiro de 2027');
    expect(closing).toContain('à disposição dessa Missão Permanente');
    for (const kind of ALL_KINDS) {
      expect(flat(renderPost(samplePost(kind, 'pt')).text)).not.toMatch(/à (essa|esta|Vossas?|ela|\d)|cumprimenta à/);
    }
    const one = withRequest(samplePost('note-recall', 'pt'), {});
    expect(flat(renderPost(one).text)).toContain('referir-se à sua nota de 1º de fevereiro de 2027');
  });

  it('speaks of the office in the third person in notes, and of no first person', () => {
    // Portuguese `nos termos` is a contraction, no pronoun.
    const first = wordPattern(
      'we our us you your nuestr* nosotros usted nós noss* senhoria* nous notre nos(?!\\stermos) vous votre',
    );
    for (const [kind, language] of EVERY.filter(([kind]) => kind.endsWith('-note') || kind.startsWith('note-'))) {
      expect([kind, language, first.exec(renderPost(samplePost(kind, language)).text)?.[0]]).toEqual([
        kind,
        language,
        undefined,
      ]);
    }
  });

  it('gives Rio de Janeiro its article in Portuguese, and no other city', () => {
    const post = samplePost('organ-request', 'pt');
    post.party.capitalName = 'São Paulo';
    expect(flat(renderPost(post).text)).toContain('em São Paulo');
    post.party.capitalName = 'Rio de Janeiro';
    expect(flat(renderPost(post).text)).toMatch(/em Washington, D\.C\. \([^)]* no Rio de Janeiro\)/);
    expect(flat(renderPost(post).text)).not.toContain('em Rio');
  });

  it('agrees in a French or Portuguese subject with no word that the obligation may change', () => {
    for (const kind of ['letter-recall', 'organ-recall'] as const) {
      expect(renderPost(samplePost(kind, 'fr')).subject).toContain('- réponse d’ici au');
      expect(renderPost(samplePost(kind, 'pt')).subject).toContain('- resposta até');
    }
  });

  it('tells a capital that is the city of headquarters its hour once', () => {
    const post = samplePost('note-request', 'en');
    post.party.capitalName = 'Washington, D.C.';
    expect(flat(renderPost(post).text)).toContain(
      'Information expected by: April 16, 2027, 5:30 p.m. in Washington, D.C. Calculation',
    );
  });
});

describe('a post with faulty data is refused', () => {
  const post = samplePost('note-request', 'en');

  it.each(['\r\nBcc: x@y.example', '\n', '\r', '\u0000', '\u2028'])(
    'when a text has the line break or control %j',
    (bad) => {
      const mission = { long: 'of Belize', short: `of Belize${bad}` };
      expect(() => renderPost({ ...post, party: { ...post.party, mission } })).toThrow(
        'party.mission.short must be one line without control characters',
      );
      expect(() => renderPost({ ...post, number: `N-1${bad}` })).toThrow(PostInvalid);
      expect(() => renderPost({ ...post, office: { ...post.office, reference: bad } })).toThrow(PostInvalid);
      expect(() => renderPost({ ...post, replyAddress: `a@b.example${bad}` })).toThrow(PostInvalid);
    },
  );

  it('when the link is no web address', () => {
    expect(() => renderPost({ ...post, link: 'javascript:alert(1)' })).toThrow('link must be a web address');
  });

  it('when a reminder cites no earlier note', () => {
    expect(() => renderPost(withRequest(samplePost('note-reminder', 'es'), { earlierNotes: [] }))).toThrow(
      'note-reminder must cite the notes sent before: earlierNotes is empty',
    );
  });

  it('when it carries no request, or several', () => {
    expect(() => renderPost({ ...post, requests: [] })).toThrow('requests is empty');
    expect(() => renderPost({ ...post, requests: [...post.requests, ...post.requests] })).toThrow(
      'note-request is about one request: 2 were given',
    );
  });

  it('when its obligation has no words', () => {
    const requests = post.requests.map((request) => ({
      ...request,
      obligation: { ...request.obligation, id: 'no-such-duty' },
    }));
    expect(() => renderPost({ ...post, requests })).toThrow(
      'Mail template en/obligations/no-such-duty.yaml is missing',
    );
  });
});

describe('the template files', () => {
  it('exist for every kind and language, the same in each, and none decides', () => {
    const english = readdirSync(new URL('en/', FOLDER), { recursive: true }).map(String).sort();
    for (const language of LANGUAGES) {
      const files = readdirSync(new URL(`${language}/`, FOLDER), { recursive: true })
        .map(String)
        .sort();
      expect(files).toEqual(english);
      for (const file of files.filter((name) => name.endsWith('.hbs'))) {
        expect(readFileSync(new URL(`${language}/${file}`, FOLDER), 'utf8')).not.toMatch(/\{\{[#^&{~]|\{\{else/);
      }
    }
    expect(english.filter((name) => /^(?!thanks|pledge|contacts|ack-contacts)[a-z-]+\.hbs$/.test(name)).sort()).toEqual(
      ALL_KINDS.map((k) => `${k}.hbs`).sort(),
    );
  });
});
