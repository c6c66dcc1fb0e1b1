import { previewOf } from './reply-preview.js';

/*
 * Absence notices and other automatic replies that no header tells: their subject begins with set words, or the mail calls itself
 * automatic. A person's mail that is taken for one would be passed over, so that a word alone never decides.
 */

/** Why a mail is an automatic reply by its own words; null where they do not say so. */
export function autoReplyWords(subject: string, text: string): string | null {
  const words = previewOf(text.slice(0, READ_CHARACTERS));
  const saysAutomatic = AUTOMATIC_WORDS.test(words);
  const saysAway = AWAY_WORDS.test(words);
  if (AUTO_REPLY_SUBJECT.test(subject) || (AUTO_REPLY_TOPIC.test(subject) && (saysAutomatic || saysAway)))
    return `the subject begins as automatic replies do: ${subject}`;
  if (READ_SUBJECT.test(subject) && READ_WORDS.test(words)) return `a read receipt in words: ${subject}`;
  // What a document system sends out for an official calls itself automatic, too: it says more, or where the document lies.
  const isReceipt = NO_ANSWER_WORDS.test(words) && !pointsElsewhere(words) && words.length <= LONGEST_RECEIPT;
  return saysAutomatic && (saysAway || isReceipt) ? 'its words say that it is automatic' : null;
}

/**
 * Whether an automatic mail may still be an answer: document systems of governments send an official's note as a link in a mail that
 * calls itself automatic. An absence has nothing of the kind to tell.
 */
export function mayBeAnswer(subject: string, text: string): boolean {
  const words = previewOf(text.slice(0, READ_CHARACTERS));
  return pointsElsewhere(words) && !AUTO_REPLY_SUBJECT.test(subject) && !AWAY_WORDS.test(words);
}

function pointsElsewhere(words: string): boolean {
  return /\bhttps?:\/\/\S/i.test(words);
}

/** A receipt says in a few sentences that something has come. */
const LONGEST_RECEIPT = 1500;

/** An absence is told at the beginning of a mail. */
const READ_CHARACTERS = 3000;

/** How mail systems begin an absence notice in the languages of the Organization and its neighbours. */
const NOTICES = [
  'auto(matic|mated)?[ -]?(reply|response|answer|respond(er)?)',
  'out[ -]of[ -](the[ -])?office([ -](auto[ -]?)?(reply|response|message|notification|notice|assistant))?',
  'away from (the|my) (office|(e-?)?mail|desk)',
  'vacation (reply|response|message|notice|notification)',
  '(respuesta|mensaje|contestaci[oó]n) autom[aá]tic[oa]',
  '(auto-?|auto )respuesta',
  '(estoy |me encuentro )?(fuera|ausente) de (la |mi )?oficina',
  '(mensaje|notificaci[oó]n|aviso) de (ausencia|vacaciones)',
  '(auto-?|auto )resposta',
  '(resposta|mensagem) autom[aá]tica',
  '(estou )?(fora|ausente) do escrit[oó]rio',
  '(mensagem|notifica[cç][aã]o|aviso) de (aus[eê]ncia|f[eé]rias)',
  '(r[eé]ponse|message) automatique',
  '(je suis )?absente? du bureau',
  'absence du bureau',
  "(notification|avis|message) d['’](absence|indisponibilit[eé])",
  'abwesenheits(notiz|nachricht|meldung)',
  'automatische antwort',
  'automatisch antwoord',
  'risposta automatica',
  '(autosvar|automatisk[t]? svar)',
  'автоответ(чик)?',
  'автоматический ответ',
  'automatyczna odpowied[zź]|automatick[aá] odpov[eě][dď]',
  'otomatik yan[ıi]t|automatikus v[aá]lasz|r[aă]spuns automat',
  '자동 ?(응답|회신)',
  '自动(回复|答复)|自動(回覆|応答|返信)',
];
/** Words that an absence notice may begin with, and a report, too: what follows them or what the mail says decides. */
const TOPICS = [
  ...NOTICES,
  'auto:',
  'on (annual |sick |maternity |paternity |parental )?(vacation|leave|holidays?)',
  'vacation',
  'ausente?',
  'ausencia',
  'aus[eê]ncia',
  '((estou )?(de|em) )?f[eé]rias',
  '((estoy )?de )?vacaciones',
  'acuse de recibo autom[aá]tico',
  'absente?',
  'absence',
  '(je suis )?en (cong[eé]s?|vacances)',
  'abwesen(d|heit)',
  'afwezig(heid)?',
  'fuori (ufficio|sede)',
  '不在',
];
/** After a notice comes its end, the subject that it answers, or how long: a report on automatic answers goes on in words. */
const NOTICE_END =
  '(?=\\s*(?:$|[:：;!,.()\\[\\]–—-]|(?:re|fw|fwd|auto|until|till|hasta|at[eé]|jusqu|bis|tot)(?!\\p{L})|(?:from|du|del?|do|vom) \\S*[@\\d]))';
const AUTO_REPLY_SUBJECT = new RegExp(`^\\s*\\[?(?:${NOTICES.join('|')})${NOTICE_END}`, 'iu');
const AUTO_REPLY_TOPIC = new RegExp(`^\\s*(?:${TOPICS.join('|')})(?!\\p{L})`, 'iu');

/** A mail that calls itself automatic: `this is`, `es un`, or the words that open a sentence; a person may write of another that was. */
const AUTOMATIC_WORDS =
  /\b(this is|it is|is) an? (auto(matic(ally)?|mated)?|computer|system)[ -]?(generated |sent )?(e-?mail |mail )?(reply|response|message|notification|answer|e-?mail)\b|\bthis (e-?mail|mail|message|reply|response) (is|was|has been) (automatically (generated|sent)|(generated|sent) automatically)\b|(?:(?<!\p{L})(?:es|é|est|constituye|d['’]) ?(?:un|una|uma?|une) |^\s*|[.:;!¡*(\[] ?)(?:respuesta|mensaje|correo|contestaci[oó]n|resposta|mensagem|r[eé]ponse|message|e-?mail|courriel|antwort|nachricht) (?:(?:generad|enviad|gerad)[oa] |(?:g[eé]n[eé]r|envoy)[eé]e? )?autom[aá]ti(?:c[oa]|camente|que|quement|sche?)(?!\p{L})/imu;
const AWAY_WORDS =
  /out of (the |my )?office|away from (the|my) (office|desk|mail|e-?mail)|\bon (annual |sick |maternity |paternity |parental |official )?(leave|vacation|holidays?|travel|mission)\b|limited access to (my )?(e-?)?mail|(will|shall) (be back|return)|fuera de (la |mi )?oficina|\bde (vacaciones|licencia|baja|viaje)\b|me encuentro (ausente|fuera)|estar[eé] (ausente|fuera|de vuelta)|ausente (de|hasta|desde)|en mi ausencia|fora do escrit[oó]rio|\b(de|em|da) (f[eé]rias|licen[cç]a|viagem)\b|(estou|estarei) ausente|na minha aus[eê]ncia|absente? (du bureau|jusqu|du \d|pour|de mon)|(je suis|je serai) (actuellement )?(absente?|en cong[eé]s?|en d[eé]placement|en mission)|hors du bureau|en mon absence|im urlaub|nicht im (b[uü]ro|haus)|abwesend|afwezig|fuori (ufficio|sede)|不在/iu;
const NO_ANSWER_WORDS =
  /(do not|don't|please no) (reply|respond|answer)|no (responda|responder|conteste)|n[aã]o responda|favor n[aã]o responder|ne (pas )?r[eé]pond(ez|re)( pas)?|has been received|ha sido recibid[oa]|foi recebid[oa]|a (bien )?[eé]t[eé] re[cç]u/iu;

/** What Outlook and Notes write where a receipt of RFC 8098 is turned into text on its way. */
const READ_SUBJECT = /^\s*(read|not read|le[ií]do|no le[ií]do|lid[oa]|n[aã]o lid[oa]|lu|non lu|gelesen|letto)\s*:/i;
const READ_WORDS =
  /\b(was|were) (read|displayed|deleted without being read) on\b|se (ley[oó]|elimin[oó] sin leer)|fue le[ií]do|foi (lid[oa]|exclu[ií]d[oa] sem)|a [eé]t[eé] (lu|supprim[eé] sans)|wurde am .{1,40} gelesen/i;
