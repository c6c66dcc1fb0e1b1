/**
 * What a person wrote, without what they quoted and without their signature. It is a preview only: the record keeps the whole text,
 * since no rule finds every quote and none is certain.
 */

const MAX_TEXT = 200_000;
/** So much is looked through for files in it. */
const MAX_LENGTH = 5_000_000;
const MAX_ATTRIBUTION_LINES = 6;

const QUOTED = /^\s*(>|\|(\s|$)|[A-Z]{1,3}>(\s|$))/;
/** Everything after a line of two dashes is a signature (RFC 3676, 4.3); some write underscores or a long dash. */
const SIGNATURE = /^\s*(--|—|––|_{5,})\s*$/;
const MOBILE =
  /^\s*\*?(sent (from|via|by|with|using) (\[?(my |the |mobile|outlook|mail for|yahoo|gmail|proton|blackberry|samsung|iphone|android|spark|airmail|mailspring|whatsapp|telegram)|\S+ ?<https?:)|(get|obtener|obt[eé]n|obter o|t[eé]l[eé]charger|obtenir) outlook (for|para|pour)|enviad[oa] (desde|do|a partir do|pelo|pela|de|con|com) (el |la |o )?\[?(mi|meu|my|outlook|correo|e-?mail seguro|yahoo|gmail|iphone|samsung|mobile|proton|spark|airmail|whatsapp|telegram)|envoy[eé] (de|depuis|à partir de|avec) (la |le )?\[?(mon|ma|outlook|yahoo|mobile|courrier|messagerie|proton|spark)|(von|gesendet (von|mit|aus|über)) (mein|der |dem |outlook|iphone|ipad)|verzonden (vanaf|vanuit|met) (mijn|outlook)|verstuurd vanaf|inviato da(l mio)? |skickat från min|sendt fra min|wysłan[eo] z |trimis de pe |lähetetty iphone|отправлено с |从我的.*发送|发自我的)/i;
/** A line that is longer goes on in words: it was sent from an office, by a person. */
const MAX_MOBILE = 100;

/** Words that every mail program puts between a name and what it quotes. */
const WROTE =
  /(\bwrote\b|\bwrites\b|escribi[oó](?!\p{L})|escrib[ií]a(?!\p{L})|a [eé]crit(?!\p{L})|[eé]crivait\b|escreveu\b|schrieb\b|ha (scritto|escrito)\b|schreef\b|geschreven\b|napisał|napisa[lo]|\bnapsal|skrev\b|kirjoitti\b|yazd[ıi]|şunu yazdı|írta(?=:)|napisan[ay] przez|a scris\b|написал|написала|пишет|писал|έγραψε|写道|寫道|wrote ----|のメール)/iu;
const DATED = /\d{1,2}[:.h]\d{2}|\b(19|20)\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|年/u;
/** The day in figures: a person tells what somebody wrote at an hour, a program what was written on a day. */
const DAY =
  /\b(19|20)\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|(?<![:.\d])\d{1,2}\.? \p{L}{3}|\p{L}{3}\.? \d{1,2}\b(?![:.h]\d)|年/u;
const TIMED = /\d{1,2}[:.h]\d{2}|年/u;
const ATTRIBUTION_START =
  /^\s*(-+\s*)?(on|el|le|em|en|no dia|am|il|op|dnia|w dniu|den|den\.|d\.|în|pe|a\(z\)|στις|в|на|在|于|at|date|il giorno)\b|^\s*(-+\s*)?(在|于)|^\s*\d{1,4}[ /.-]/iu;
const DATE_AND_ADDRESS = /^\s*\d{4}[/-]\d{1,2}[/-]\d{1,2}.{0,120}<[^<>@\s]+@[^<>\s]+>:?\s*$/;

/** A date, a time and an address, and no word between: Yandex, Mail.ru, some phones. */
const ADDRESSED = /<[^<>@\s]+@[^<>\s]+>\)?\s*[:：]\s*$/;
/** Tuta: a date, a time, and by whom, without brackets. */
const BY = /^\s*\S.{4,40}\d{1,2}[:.h]\d{2}.{0,8} (by|por|par|de|da|von) \S{1,64}@\S{1,190}:\s*$/i;
/** Notes and Verse: who, when, and how what is quoted begins, between rulers of three. */
const BETWEEN = /^\s*\S.{0,120}?-{3}\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4} \d{1,2}[:.]\d{2}.{0,20}-{3}/;
/** What some webmails put before what they quote in place of the day. */
const QUOTING = /^\s*(quoting|citando( a)?|citation de|zitat von)\b.{0,100}@\S{1,100}\s*[:：]$/i;

const FROM = 'from|de|von|da|van|от|od|fra|från|desde|lähettäjä|gönderen|发件人|寄件者|差出人';
const OTHER =
  'sent|date|to|cc|subject|reply-to|enviado( el)?|enviada( em)?|fecha|para|asunto|assunto|data|envoy[eé]|à|a|objet|gesendet|datum|an|betreff|inviato|oggetto|verzonden|aan|onderwerp|отправлено|дата|кому|тема|wysłano|do|temat|sendt|til|emne|skickat|till|ämne|发送时间|收件人|主题|日期';
const FIELD_FROM = new RegExp(`^[\\s>*_]*(${FROM})[\\s*_]{0,20}[:：]`, 'iu');
const FIELD_OTHER = new RegExp(`^[\\s>*_]*(${OTHER})[\\s*_]{0,20}[:：]`, 'iu');
const RULER = /^\s*([-_=*]\s*){5,}$/;
const ORIGINAL =
  /^[\s_=>*-]*(original message|original appointment|mensaje original|mensagem original|message d['’]origine|(message|e-?mail|mail|courriel|correo) original|urspr[uü]ngliche nachricht|messaggio originale|oorspronkelijk bericht|begin forwarded message|forwarded message|mensaje reenviado|mensagem encaminhada|message transf[eé]r[eé]|weitergeleitete nachricht|oprindelig (meddelelse|besked)|original-?nachricht|исходное сообщение|wiadomość oryginalna|previous replies|请在.{0,40}回复|原始邮件)[\s:_=*-]*((from|de|von|da)[\s*]{0,4}[:：].*)?$/iu;
const FORWARDED = /^\s*-{3,}\s*(forwarded by|reenviado por|encaminhado por|transmis par)\b.{0,160}-{3,}\s*$/i;

/** GroupWise names whom it quotes between chevrons and marks nothing of the quote. */
const CHEVRONS = /^(>>> \S.{0,200}\d.{0,40} >>>|<<< \S.{0,200}\d.{0,40} (>>>|<<<))$/;
/** More lines than these are no signature, whatever stands above them. */
const MAX_SIGNATURE_LINES = 25;

/** The preview of a text; empty where all of it is quoted. */
export function previewOf(text: string): string {
  const lines = withoutEncoded(text.slice(0, MAX_LENGTH).replaceAll(/\r\n?/g, '\n'))
    .slice(0, MAX_TEXT)
    .split('\n')
    .map((line) => line.trimEnd());
  return tidy(withoutTrailingQuote(withoutQuotes(withoutSignature(lines))));
}

/** A file that a program wrote into the words is shown as a file, and here by its name. */
function withoutEncoded(text: string): string {
  return text.replaceAll(/^begin [0-7]{3,4} (\S.*)\n(?:[\u0020-\u0060]+\n|\n)*?end$/gm, '[$1]');
}

/** The preview of a text; the whole text where all of it looks quoted, since its author has sent something. */
export function ownWordsOf(text: string): string {
  return previewOf(text) || text;
}

/** A person who answers inside an unmarked quote says so above it: nobody can tell the two apart, and all of it is shown. */
export function shownWordsOf(text: string): string {
  const own = previewOf(text);
  const rest = text.slice(0, MAX_TEXT).split('\n');
  return ANSWERS_WITHIN.test(own) && !rest.some((line) => QUOTED.test(line)) ? tidy(rest) : own;
}

/** What is shown of a mail to a person: where nothing but a quote is left, all of it. */
export function wordsToShow(text: string): string {
  return shownWordsOf(text) || text;
}

const ANSWERS_WITHIN =
  /\b(answer|respond|repl(y|ies)|comment|respuesta|contestaci|contest|respond|coment|resposta|r[eé]pon)\p{L}{0,30}( \S{1,40}){0,8}? (below|inline|within|in (red|blue|colou?r|bold)|abajo|m[aá]s abajo|debajo|en (rojo|azul|color|negrita)|abaixo|em (vermelho|azul|negrito)|ci-dessous|plus bas|en (rouge|bleu|gras)|entre l[ií]neas|en el (mismo )?texto|no (pr[oó]prio )?texto|dans le texte)(?!\p{L})/iu;

/** A signature ends the words; one that follows nothing, or that many lines follow, is a ruler of the text. */
function withoutSignature(lines: string[]): string[] {
  const begin = lines.findIndex((line) => hasWords([line]));
  const at = lines.findIndex(
    (line, index) => begin >= 0 && index > begin && SIGNATURE.test(line) && isSignatureAt(lines, index),
  );
  const kept = at < 0 ? lines : lines.slice(0, at);
  return kept.filter((line) => line.length > MAX_MOBILE || !MOBILE.test(line));
}

/** A line; beyond the last there is nothing. */
function lineAt(lines: readonly string[], at: number): string {
  return lines[at] ?? '';
}

/** Whether few enough own lines follow; the search ends at the first too many, so that hostile text costs no more than its length. */
function isSignatureAt(lines: string[], start: number): boolean {
  let own = 0;
  for (let at = start; at < lines.length && own <= MAX_SIGNATURE_LINES; at += 1) {
    const line = lineAt(lines, at);
    if (line.trim() !== '' && !QUOTED.test(line)) own += 1;
  }
  return own <= MAX_SIGNATURE_LINES;
}

/** Lines that stay, from `from` to before `to`, and where reading goes on: at the end of all lines nothing is left to read. */
interface Cut {
  from: number;
  to: number;
  next: number;
  /** What follows stands below a quote that was answered. */
  isBelow: boolean;
}

/** What of the lines before a place has been looked at, so that none is looked at for each of many quotes. */
interface Above {
  lines: readonly string[];
  /** The first line from a place on that says anything, and that ends a sentence; asked in order of place. */
  words: (from: number) => number;
  sentence: (from: number) => number;
  /** Where the lines above a place end, without the rulers right above it. */
  rulers: (at: number) => number;
  /** Without the fields right above it, as well: some blocks begin with the date, and name the author after it. */
  fields: (at: number) => number;
}

/** Takes time in proportion to the lines, however many quotes and answers follow each other. */
function withoutQuotes(lines: string[]): string[] {
  const rulers = endsAbove(lines, isRuler);
  const fields = endsAbove(lines, (line) => FIELD_OTHER.test(line));
  const above: Above = {
    lines,
    words: firstOf(lines, (line) => hasWords([line])),
    sentence: firstOf(lines, (line) => /[.,:;!?]$/.test(line.trimEnd()) && !FIELD_OTHER.test(line)),
    rulers,
    fields: (at) => rulers(fields(at)),
  };
  const kept: string[] = [];
  let isBelow = false;
  for (let start = 0; start < lines.length;) {
    const cut = firstCut(above, start);
    for (const line of lines.slice(cut.from, cut.to)) if (!isBelow || !/^[A-Z]{1,3}>/.test(line)) kept.push(line);
    isBelow ||= cut.isBelow;
    start = cut.next;
  }
  return kept;
}

function firstOf(lines: readonly string[], isOne: (line: string) => boolean): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) found = from;
    while (found < lines.length && !isOne(lineAt(lines, found))) found += 1;
    return found;
  };
}

function endsAbove(lines: readonly string[], isLeft: (line: string) => boolean): (at: number) => number {
  const ends = [0];
  return (at) => {
    for (let next = ends.length; next <= at; next += 1)
      ends.push(isLeft(lineAt(lines, next - 1)) ? (ends[next - 1] ?? 0) : next);
    return ends[at] ?? 0;
  };
}

/** What stays of the lines from a place on, as far as the first quote. */
function firstCut(above: Above, start: number): Cut {
  const { lines, words, sentence, fields } = above;
  const end = lines.length;
  const hasWordsAbove = (at: number): boolean => words(start) < at;
  for (let at = start; at < end; at += 1) {
    const line = lineAt(lines, at);
    if ((CHEVRONS.test(line) || BETWEEN.test(line)) && hasWordsAbove(at))
      return { from: start, to: at, next: end, isBelow: false };
    if (QUOTED.test(line)) continue;
    const isHead =
      beginsHeaderBlock(lines, at, () => sentence(start) < at || isRuler(lineAbove(lines, at, start))) ||
      ORIGINAL.test(line) ||
      FORWARDED.test(line);
    if (isHead && hasWordsAbove(fields(at))) return { from: start, to: fields(at), next: end, isBelow: false };
    const length = isHead ? 0 : attributionAt(lines, at);
    if (length > 0) return cutAttribution(above, { start, at, length });
  }
  return { from: start, to: end, next: end, isBelow: false };
}

/** The line above that says anything. */
function lineAbove(lines: readonly string[], at: number, start: number): string {
  let above = at - 1;
  while (above >= start && lineAt(lines, above).trim() === '') above -= 1;
  return above < start ? '' : lineAt(lines, above);
}

/** What follows an attribution is the quote. Where unmarked words follow a marked quote they are the writer's, and stay. */
function cutAttribution(
  { lines, words, rulers }: Above,
  { start, at, length }: { start: number; at: number; length: number },
): Cut {
  const end = lines.length;
  let quote = at + length;
  while (quote < end && lineAt(lines, quote).trim() === '') quote += 1;
  const isMarked = QUOTED.test(lineAt(lines, quote));
  let answer = quote;
  while (answer < end && (lineAt(lines, answer).trim() === '' || QUOTED.test(lineAt(lines, answer)))) answer += 1;
  const before = Math.max(start, rulers(at));
  if (words(start) >= before)
    return { from: quote, to: isMarked ? quote : end, next: isMarked ? answer : end, isBelow: false };
  if (!isMarked || answer === end) return { from: start, to: before, next: end, isBelow: false };
  return { from: start, to: before, next: quote, isBelow: true };
}

/** How many lines the attribution at a line takes; 0 when none begins there. */
function attributionAt(lines: readonly string[], at: number): number {
  const first = lineAt(lines, at);
  if (first.trim() === '' || first.length > 300) return 0;
  if (DATE_AND_ADDRESS.test(first) || QUOTING.test(first) || (BY.test(first) && DATED.test(first))) return 1;
  const isOpening =
    ATTRIBUTION_START.test(first) || WEEKDAY.test(first) || WROTE.test(first) || /<[^\s<]*$|<[^\s<]+@/.test(first);
  if (!isOpening) return 0;
  let joined = '';
  for (let length = 1; length <= MAX_ATTRIBUTION_LINES && at + length <= lines.length; length += 1) {
    if (length > 1 && !ATTRIBUTION_START.test(first) && ATTRIBUTION_START.test(lineAt(lines, at + length - 1)))
      return 0;
    joined = `${joined} ${lineAt(lines, at + length - 1).trim()}`.trim();
    if (joined.length > 400) return 0;
    if (isAttribution(joined, () => isQuotedAt(lines, at + length))) return length;
    if (/[:：]$/.test(joined) && WROTE.test(joined)) return 0;
  }
  return 0;
}

const WEEKDAY = /^\s*\p{L}{2,4}\.?,? \d{1,2} \p{L}/u;
const WROTE_LAST = /<[^<>@\s]+@[^<>\s]+>\)?\s+(wrote|escribi[oó]|escreveu|a [eé]crit)\s*$/i;

/** A person may tell what somebody wrote on a day: without an address, a time or a marked quote tells the program. */
function isAttribution(joined: string, isMarked: () => boolean): boolean {
  if (DATED.test(joined) && TIMED.test(joined) && ADDRESSED.test(joined)) return true;
  // Some programs leave the colon out where they leave an address.
  if (DATED.test(joined) && TIMED.test(joined) && WROTE_LAST.test(joined)) return true;
  if (!WROTE.test(joined) || !/(?:[:：]|---)$/.test(joined.trimEnd())) return false;
  if (/@/.test(joined)) return true;
  if (!DATED.test(joined)) return false;
  return (
    (TIMED.test(joined) && DAY.test(joined)) || ((TIMED.test(joined) || ATTRIBUTION_START.test(joined)) && isMarked())
  );
}

/** Whether the next line that says anything is a marked quote. */
function isQuotedAt(lines: readonly string[], start: number): boolean {
  for (let at = start; at < lines.length; at += 1)
    if (lineAt(lines, at).trim() !== '') return QUOTED.test(lineAt(lines, at));
  return false;
}

/** Outlook's block: who, when, to whom, about what, a line each; three of them are no accident. */
function beginsHeaderBlock(lines: readonly string[], at: number, isBelowWords: () => boolean): boolean {
  if (isNotesBlock(lines, at)) return true;
  const first = lineAt(lines, at);
  if (!FIELD_FROM.test(first)) return false;
  // A converter may have made one line of it.
  if (first.length < 400 && new Set(first.toLowerCase().match(FIELDS_IN_LINE)).size >= 2) return true;
  const next = lines.slice(at + 1, at + 10).filter((line) => line.trim() !== '');
  const others = next.slice(0, 6).filter((line) => FIELD_OTHER.test(line));
  // A memorandum begins with the same fields. A program prints an address, the hour, a ruler above them, or puts them below words.
  const isOfProgram = [first, ...others].some((line) => /@/.test(line) || TIMED.test(line)) || isBelowWords();
  return others.length >= 2 && isOfProgram;
}

const FIELDS_IN_LINE =
  /(?<=\s[*_]{0,2})(sent|to|subject|enviado( el)?|enviada em|para|asunto|assunto|envoy[eé]|à|objet)(?=[*_]{0,2}\s?:)/gi;

/** Lotus Notes: who and when, then `To` and `Subject` alone on their lines, with what they say below. */
function isNotesBlock(lines: readonly string[], at: number): boolean {
  const first = lineAt(lines, at);
  if (first.length > 200 || !/\S/.test(first) || !/<[^<>@\s]+@[^<>\s]+>\s*$/.test(first)) return false;
  const next = lines.slice(at + 1, at + 20).map((line) => line.trim());
  const has = (pattern: RegExp) => next.some((line) => pattern.test(line));
  return (
    next.slice(0, 4).some((line) => line.length < 40 && DATED.test(line) && TIMED.test(line)) &&
    has(/^(to|para|pour|à|a|an)$/i) &&
    has(/^(subject|asunto|assunto|objet|betreff)$/i)
  );
}

function withoutTrailingQuote(lines: string[]): string[] {
  let end = lines.length;
  while (end > 0 && (lineAt(lines, end - 1).trim() === '' || QUOTED.test(lineAt(lines, end - 1)))) end -= 1;
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
