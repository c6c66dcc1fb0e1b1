/**
 * What a person wrote, without what they quoted and without their signature. It is a preview only: the record keeps the whole text,
 * since no rule finds every quote and none is certain.
 */

const MAX_TEXT = 200_000;
const MAX_ATTRIBUTION_LINES = 6;

const QUOTED = /^\s*(>|\|(\s|$)|[A-Z]{1,3}>(\s|$))/;
/** Everything after a line of two dashes is a signature (RFC 3676, 4.3); some write underscores or a long dash. */
const SIGNATURE = /^\s*(--|—|––|_{5,})\s*$/;
const MOBILE =
  /^\s*\*?(sent (from|via|by|with) \[?(my |mobile|outlook|mail for|yahoo|gmail|proton|blackberry|samsung|iphone|android|spark|airmail|mailspring)|(get|obtener|obt[eé]n|obter o|t[eé]l[eé]charger|obtenir) outlook (for|para|pour)|enviado (desde|do|a partir do|pelo|de|con|com) (el |o )?\[?(mi|meu|my|outlook|correo|yahoo|gmail|iphone|samsung|mobile|proton|spark|airmail)|envoy[eé] (de|depuis|à partir de|avec) (la |le )?\[?(mon|ma|outlook|yahoo|mobile|courrier|messagerie|proton|spark)|(von|gesendet von) mein|verzonden (vanaf|met) mijn|verstuurd vanaf|inviato da(l mio)? |отправлено с |从我的.*发送|发自我的)/i;

/** Words that every mail program puts between a name and what it quotes. */
const WROTE =
  /(\bwrote\b|\bwrites\b|escribi[oó](?!\p{L})|escrib[ií]a(?!\p{L})|a [eé]crit(?!\p{L})|[eé]crivait\b|escreveu\b|schrieb\b|ha scritto\b|schreef\b|geschreven\b|napisał|napisa[lo]|\bnapsal|skrev\b|kirjoitti\b|yazd[ıi]|şunu yazdı|ezt írta|a scris\b|написал|написала|пишет|писал|έγραψε|写道|寫道|wrote ----|のメール)/iu;
const DATED = /\d{1,2}[:.h]\d{2}|\b(19|20)\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|年/u;
const TIMED = /\d{1,2}[:.h]\d{2}|年/u;
const ATTRIBUTION_START =
  /^\s*(-{2,}\s*)?(on|el|le|em|no dia|am|il|op|dnia|w dniu|den|den\.|d\.|în|pe|a\(z\)|στις|в|на|在|于|at|date|il giorno)\b|^\s*(-{2,}\s*)?(在|于)|^\s*\d{1,4}[ /.-]/iu;
const DATE_AND_ADDRESS = /^\s*\d{4}[/-]\d{1,2}[/-]\d{1,2}.{0,120}<[^<>@\s]+@[^<>\s]+>:?\s*$/;

const FROM = 'from|de|von|da|van|от|od|fra|från|desde|lähettäjä|gönderen|发件人|寄件者|差出人';
const OTHER =
  'sent|date|to|cc|subject|reply-to|enviado( el)?|enviada( em)?|fecha|para|asunto|assunto|data|envoy[eé]|à|a|objet|gesendet|datum|an|betreff|inviato|oggetto|verzonden|aan|onderwerp|отправлено|дата|кому|тема|wysłano|do|temat|sendt|til|emne|skickat|till|ämne|发送时间|收件人|主题|日期';
const FIELD_FROM = new RegExp(`^[\\s>*_]*(${FROM})[\\s*_]{0,20}[:：]`, 'iu');
const FIELD_OTHER = new RegExp(`^[\\s>*_]*(${OTHER})[\\s*_]{0,20}[:：]`, 'iu');
const RULER = /^\s*([-_=*]\s*){5,}$/;
const ORIGINAL =
  /^[\s_=>*-]*(original message|original appointment|mensaje original|mensagem original|message d['’]origine|(message|e-?mail|mail|courriel|correo) original|urspr[uü]ngliche nachricht|messaggio originale|oorspronkelijk bericht|begin forwarded message|forwarded message|mensaje reenviado|mensagem encaminhada|message transf[eé]r[eé]|weitergeleitete nachricht|oprindelig meddelelse|исходное сообщение|wiadomość oryginalna|previous replies|请在.*回复|原始邮件)[\s:_=*-]*$/iu;

/** GroupWise names whom it quotes between chevrons and marks nothing of the quote. */
const CHEVRONS = /^>>> \S.{0,200}\d.{0,40} >>>$/;
/** More lines than these are no signature, whatever stands above them. */
const MAX_SIGNATURE_LINES = 25;

/** The preview of a text; empty where all of it is quoted. */
export function previewOf(text: string): string {
  const lines = text
    .slice(0, MAX_TEXT)
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd());
  return tidy(withoutTrailingQuote(withoutQuotes(withoutSignature(lines))));
}

/** The preview of a text; the whole text where all of it looks quoted, since its author has sent something. */
export function ownWordsOf(text: string): string {
  return previewOf(text) || text;
}

/** A signature ends the words; one that follows nothing, or that many lines follow, is a ruler of the text. */
function withoutSignature(lines: string[]): string[] {
  const begin = lines.findIndex((line) => hasWords([line]));
  const at = lines.findIndex(
    (line, index) => begin >= 0 && index > begin && SIGNATURE.test(line) && isSignatureAt(lines, index),
  );
  const kept = at < 0 ? lines : lines.slice(0, at);
  return kept.filter((line) => !MOBILE.test(line));
}

/** Whether few enough own lines follow; the search ends at the first too many, so that hostile text costs no more than its length. */
function isSignatureAt(lines: string[], start: number): boolean {
  let own = 0;
  for (let at = start; at < lines.length && own <= MAX_SIGNATURE_LINES; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() !== '' && !QUOTED.test(line)) own += 1;
  }
  return own <= MAX_SIGNATURE_LINES;
}

function withoutQuotes(lines: string[]): string[] {
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (CHEVRONS.test(line) && hasWords(lines.slice(0, at))) return lines.slice(0, at);
    if (QUOTED.test(line)) continue;
    if (beginsHeaderBlock(lines, at) || ORIGINAL.test(line)) {
      const before = withoutRuler(lines.slice(0, at));
      if (hasWords(before)) return before;
      continue;
    }
    const length = attributionAt(lines, at);
    if (length > 0) return cutAttribution(lines, at, length);
  }
  return lines;
}

/** What follows an attribution is the quote. Where unmarked words follow a marked quote they are the writer's, and stay. */
function cutAttribution(lines: string[], at: number, length: number): string[] {
  const before = withoutRuler(lines.slice(0, at));
  const after = dropBlank(lines.slice(at + length));
  const isMarked = QUOTED.test(after[0] ?? '');
  const end = after.findIndex((line) => line.trim() !== '' && !QUOTED.test(line));
  if (!hasWords(before)) {
    if (!isMarked) return after;
    return end < 0 ? [] : withoutQuotes(after.slice(end));
  }
  if (!isMarked || end < 0) return before;
  return [...before, ...withoutQuotes(after).filter((line) => !/^[A-Z]{1,3}>/.test(line))];
}

/** How many lines the attribution at a line takes; 0 when none begins there. */
function attributionAt(lines: string[], at: number): number {
  const first = lines[at] ?? '';
  if (first.trim() === '' || first.length > 300) return 0;
  if (DATE_AND_ADDRESS.test(first)) return 1;
  const isOpening = ATTRIBUTION_START.test(first) || WROTE.test(first) || /<\S*$|<\S+@/.test(first);
  if (!isOpening) return 0;
  let joined = '';
  for (let length = 1; length <= MAX_ATTRIBUTION_LINES && at + length <= lines.length; length += 1) {
    if (length > 1 && !ATTRIBUTION_START.test(first) && ATTRIBUTION_START.test(lines[at + length - 1] ?? '')) return 0;
    joined = `${joined} ${(lines[at + length - 1] ?? '').trim()}`.trim();
    if (joined.length > 400) return 0;
    if (isAttribution(joined, () => isQuotedAt(lines, at + length))) return length;
    if (/[:：]$/.test(joined) && WROTE.test(joined)) return 0;
  }
  return 0;
}

/** A person may tell what somebody wrote on a day: without an address, a time or a marked quote tells the program. */
function isAttribution(joined: string, isMarked: () => boolean): boolean {
  if (!WROTE.test(joined) || !/([:：]|-{3,})\s*$/.test(joined)) return false;
  if (/@/.test(joined)) return true;
  return DATED.test(joined) && ATTRIBUTION_START.test(joined) && (TIMED.test(joined) || isMarked());
}

/** Whether the next line that says anything is a marked quote. */
function isQuotedAt(lines: string[], start: number): boolean {
  for (let at = start; at < lines.length; at += 1)
    if ((lines[at] ?? '').trim() !== '') return QUOTED.test(lines[at] ?? '');
  return false;
}

/** Outlook's block: who, when, to whom, about what, a line each; three of them are no accident. */
function beginsHeaderBlock(lines: string[], at: number): boolean {
  if (!FIELD_FROM.test(lines[at] ?? '')) return false;
  const next = lines.slice(at + 1, at + 10).filter((line) => line.trim() !== '');
  return next.slice(0, 6).filter((line) => FIELD_OTHER.test(line)).length >= 2;
}

function withoutTrailingQuote(lines: string[]): string[] {
  let end = lines.length;
  while (end > 0 && ((lines[end - 1] ?? '').trim() === '' || QUOTED.test(lines[end - 1] ?? ''))) end -= 1;
  return lines.slice(0, end);
}

function withoutRuler(lines: string[]): string[] {
  let end = lines.length;
  while (end > 0 && isRuler(lines[end - 1] ?? '')) end -= 1;
  return lines.slice(0, end);
}

function isRuler(line: string): boolean {
  return line.trim() === '' || RULER.test(line) || ORIGINAL.test(line);
}

function hasWords(lines: string[]): boolean {
  return lines.some((line) => line.trim() !== '' && !RULER.test(line));
}

function dropBlank(lines: string[]): string[] {
  const start = lines.findIndex((line) => line.trim() !== '');
  return start < 0 ? [] : lines.slice(start);
}

/** Blank lines at both ends go, and runs of them shrink to one; the indent of the first line stays. */
function tidy(lines: string[]): string {
  return dropBlank(lines)
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd();
}
