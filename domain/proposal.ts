import { addDays, isIsoDate } from './iso-date.js';
import type { IsoDate } from './mandate.js';
import { previewOf } from './reply-preview.js';
import { paragraphsOf } from './sentence.js';

/*
 * What a mail seems to ask for, in the words that diplomats use in four languages. A reading of words is never acted upon: it is put
 * before the Coordinator beside the sentence that it was read from. A sentence that denies or asks is left alone; so is what is
 * quoted, and the signature.
 */

export type ProposalKind = 'extensionRequested' | 'nil' | 'assistance' | 'notCompetent';

export interface Proposal {
  kind: ProposalKind;
  /** The sentence, as it was written. */
  sentence: string;
  /** So many calendar days more, for a later date. */
  days: number | null;
  /** The day asked for, for a later date. */
  until: IsoDate | null;
  /** Who is named instead, by whoever is not competent. */
  ask: string | null;
}

/** What a mail asks for stands near its beginning; a text of megabytes is a file. */
const READ_CHARACTERS = 20_000;

/**
 * What the words seem to ask for, each kind once, in the order of the text. `received` gives the year to a day without one; `isRead`
 * leaves out sentences that speak of something else.
 */
export function readProposals(
  text: string,
  received: IsoDate,
  isRead: (sentence: string) => boolean = () => true,
): Proposal[] {
  const found: Proposal[] = [];
  for (const sentence of paragraphsOf(previewOf(text).slice(0, READ_CHARACTERS)).flat()) {
    const folded = fold(sentence);
    if (folded.endsWith('?') || !isRead(sentence)) continue;
    for (const { kind, words } of RULES) {
      if (found.some((one) => one.kind === kind) || !words.some((pattern) => pattern.test(folded))) continue;
      if (kind !== 'nil' && kind !== 'notCompetent' && DENIED.test(folded)) continue;
      const isLater = kind === 'extensionRequested';
      found.push({
        kind,
        sentence,
        days: isLater ? daysIn(folded) : null,
        until: isLater ? dayIn(folded, received) : null,
        ask: kind === 'notCompetent' ? namedIn(sentence) : null,
      });
    }
  }
  return found;
}

/** Which day a later date comes to: the one that is named, else the days that are asked for after the due date. */
export function proposedDate({ until, days }: Pick<Proposal, 'until' | 'days'>, dueDate: IsoDate): IsoDate | null {
  if (until !== null) return until;
  return days === null ? null : addDays(dueDate, days);
}

/** Folded: without accents, in small letters. Between the verb and its object stands little. */
const RULES: readonly { kind: ProposalKind; words: readonly RegExp[] }[] = [
  {
    kind: 'extensionRequested',
    words: [
      /\b(request|requests|requesting|ask|asks|need|needs|require|requires|grant|grateful|appreciate|seek|seeks)\b.{0,70}\b(extension|more time|additional time|further time|later date|extend(ed)? the (deadline|due date|date)|(more|additional|further) (working |calendar |business )?(days|weeks)|(days|weeks) (more|longer))\b/,
      /\b(solicit\w*|pid[eo]\w*|pedi\w*|requier\w*|requer\w*|necesit\w*|agradec\w*|rueg\w*)\b.{0,80}\b(prorrog\w*|ampliacion (del|de) (plazo|la fecha)|extension (del|de) plazo|plazo adicional|mas tiempo|tiempo adicional|(dias|semanas) (mas|adicionales)|(dias|semanas)( \w+)? adicionales)\b/,
      /\b(solicit\w*|ped\w*|requer\w*|precis\w*|necessit\w*|agradec\w*|rog\w*)\b.{0,80}\b(prorrog\w*|dilacao|dilatacao do prazo|extensao do prazo|ampliacao do prazo|prazo adicional|mais tempo|tempo adicional|mais \w+( \w+)? (dias|semanas)|(dias|semanas) (a mais|adicionais))\b/,
      /\b(demand\w*|sollicit\w*|besoin|souhait\w*|prie\w*|gre|reconnaissant\w*)\b.{0,80}\b(prolongation|prorog\w*|report de (la )?(date|echeance)|delai (supplementaire|additionnel)|plus de temps|(jours|semaines) (supplementaires|additionnel\w*|de plus))\b/,
    ],
  },
  {
    kind: 'nil',
    words: [
      /\b(nothing (further |new |else )?to (report|add|communicate)|nil (return|report)|no (new |further |relevant )?(information|developments|activities|cases) to (report|communicate|provide|transmit))\b/,
      /\b(nada que (informar|reportar|comunicar)|sin (informacion|novedad(es)?) que (informar|reportar|comunicar)|no (tiene|tenemos|hay|existe|existen|se tiene|cuenta con|contamos con) (ninguna )?(nueva )?(informacion|novedad(es)?)( alguna| nueva)? (que|para) (informar|reportar|comunicar|remitir|transmitir))\b/,
      /\b(nada a (informar|relatar|comunicar|reportar)|sem (informac\w+|novidades) a (informar|relatar|comunicar)|nao (ha|tem|temos|possui|possuimos|dispoe de|dispomos de) (nenhuma )?(nova )?(informac\w+|novidades?) (a|para) (informar|relatar|comunicar|transmitir))\b/,
      /\b(rien a (signaler|communiquer|declarer|ajouter)|etat neant|(aucune|pas d[e’']) ?(nouvelle )?(information|activite)s? (nouvelle )?a (communiquer|transmettre|signaler|declarer))\b/,
    ],
  },
  {
    kind: 'assistance',
    words: [
      /\b(we|mission|government|ministry|office|focal point|authorities)\b.{0,40}\b(need|needs|require|requires|request|requests|welcome|appreciate)\b.{0,40}\b(technical assistance|(assistance|support|help|guidance) (in|with|to (complete|prepare|answer|respond|fill)|from (the|your) (secretariat|office|department|coordinator|general)))\b/,
      /\b(solicit\w*|necesit\w*|requier\w*|requer\w*|agradec\w*|pid[eo]\w*)\b.{0,50}\b((asistencia|apoyo|ayuda|cooperacion|orientacion) (tecnica|para (responder|contestar|completar|elaborar|preparar|llenar))|apoyo de (esa|la) (secretaria|coordina\w+|oficina))\b/,
      /\b(solicit\w*|precis\w*|necessit\w*|requer\w*|agradec\w*|ped\w*)\b.{0,50}\b((assistencia|apoio|ajuda|cooperacao|orientacao) (tecnic[oa]|para (responder|completar|elaborar|preparar|preencher))|apoio d(essa|a) (secretaria|coordena\w+))\b/,
      /\b(demand\w*|sollicit\w*|besoin|souhait\w*|reconnaissant\w*)\b.{0,50}\b(assistance|appui|aide|soutien|accompagnement) (technique|pour (repondre|completer|elaborer|preparer|remplir)|d(u|e la|e votre) (secretariat|coordina\w+|bureau))\b/,
    ],
  },
  {
    kind: 'notCompetent',
    words: [
      /\b(not (the )?(competent|responsible) (authority|office|body|entity|institution|ministry|agency)|not competent (in|for|to)|not within (our|its|the) (competence|mandate|remit|purview)|(outside|beyond) (our|its) (competence|mandate|remit|purview)|falls under the (competence|responsibility|purview) of)\b/,
      /\b(no (es|somos|resulta|esta) (la )?((autoridad|entidad|oficina|institucion|dependencia) )?competente|no es (de|parte de) (nuestra|su) competencia|fuera de (nuestra|su) competencia|no tiene competencia|no tenemos competencia)\b/,
      /\b(nao (e|somos|esta) (a |o )?((autoridade|orgao|entidade|instituicao) )?competente|nao (e|esta|se insere) (da|na|em) (nossa|sua) competencia|foge (a|da) (nossa|sua) competencia|nao tem competencia|nao temos competencia)\b/,
      /\b(n[’']est pas (l[’']autorite |l[’']organe )?competente?|ne sommes pas competents?|n[’']avons pas competence|ne releve pas de (notre|sa) competence|n[’']entre pas dans (nos|ses) (competences|attributions))\b/,
    ],
  },
];

/** A sentence that says the contrary. */
const DENIED =
  /\b(no (longer )?(need|further extension|extension is)|(do|does|did|will|would) not (need|require|request|ask|seek)|without (any )?(need|extension|requesting)|no (se )?(solicita|necesita|requiere|requerimos|necesitamos|solicitamos|pedimos)|sin (necesidad|solicitar)|nao (se )?(solicita|precisa|necessita|requer|pede)\w*|sem (necessidade|solicitar)|n[’'](a|avons|ont|est) pas (besoin|demande)|ne (demand|sollicit|souhait)\w* pas|sans (demander|besoin))\b/;

const NUMBERS: readonly (readonly string[])[] = [
  ['five', 'cinco', 'cinq'],
  ['seven', 'siete', 'sete', 'sept'],
  ['eight', 'ocho', 'oito', 'huit'],
  ['ten', 'diez', 'dez', 'dix'],
  ['twelve', 'doce', 'doze', 'douze'],
  ['fourteen', 'catorce', 'catorze', 'quatorze'],
  ['fifteen', 'quince', 'quinze'],
  ['twenty', 'veinte', 'vinte', 'vingt'],
  ['twenty-one', 'veintiun', 'veintiuno', 'vinte e um', 'vingt et un'],
  ['thirty', 'treinta', 'trinta', 'trente'],
  ['one', 'una', 'un', 'uma', 'um', 'une', 'a'],
  ['two', 'dos', 'dois', 'duas', 'deux'],
  ['three', 'tres', 'trois'],
  ['four', 'cuatro', 'quatro', 'quatre'],
  ['six', 'seis'],
];
const VALUES = [5, 7, 8, 10, 12, 14, 15, 20, 21, 30, 1, 2, 3, 4, 6];
const COUNTED = [...NUMBERS.flat()].sort((a, b) => b.length - a.length).join('|');
const SPAN = new RegExp(
  `\\b(\\d{1,3}|${COUNTED})( ?\\(\\d{1,3}\\))? (?:(?:more|additional|further|working|calendar|business|mas|outros?|mais) )*(days?|dias?|jours?|weeks?|semanas?|semaines?)\\b`,
);

function daysIn(folded: string): number | null {
  const [, number = '', , unit = ''] = SPAN.exec(folded) ?? [];
  if (number === '') return null;
  const value = /^\d/.test(number) ? Number(number) : VALUES[NUMBERS.findIndex((words) => words.includes(number))];
  if (value === undefined || value === 0) return null;
  return /^(week|seman|semain)/.test(unit) ? value * 7 : value;
}

const MONTHS: readonly (readonly string[])[] = [
  ['january', 'enero', 'janeiro', 'janvier'],
  ['february', 'febrero', 'fevereiro', 'fevrier'],
  ['march', 'marzo', 'marco', 'mars'],
  ['april', 'abril', 'avril'],
  ['may', 'mayo', 'maio', 'mai'],
  ['june', 'junio', 'junho', 'juin'],
  ['july', 'julio', 'julho', 'juillet'],
  ['august', 'agosto', 'aout'],
  ['september', 'septiembre', 'setiembre', 'setembro', 'septembre'],
  ['october', 'octubre', 'outubro', 'octobre'],
  ['november', 'noviembre', 'novembro', 'novembre'],
  ['december', 'diciembre', 'dezembro', 'decembre'],
];
const MONTH = MONTHS.flat().join('|');
const DAY_FIRST = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th|er|o|º)?(?: de| of)? (${MONTH})(?:,? (?:de |del |of )?(\\d{4}))?\\b`,
);
const MONTH_FIRST = new RegExp(`\\b(${MONTH}) (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?\\b`);

function dayIn(folded: string, received: IsoDate): IsoDate | null {
  const [iso] = /\b\d{4}-\d{2}-\d{2}\b/.exec(folded) ?? [];
  if (iso !== undefined) return isIsoDate(iso) ? iso : null;
  const [, day, month, year] = DAY_FIRST.exec(folded) ?? [];
  if (day !== undefined && month !== undefined) return dateOf(day, month, year, received);
  const [, monthFirst, dayAfter, yearAfter] = MONTH_FIRST.exec(folded) ?? [];
  return monthFirst === undefined || dayAfter === undefined ? null : dateOf(dayAfter, monthFirst, yearAfter, received);
}

/** A day without a year is the next one. */
function dateOf(day: string, month: string, year: string | undefined, received: IsoDate): IsoDate | null {
  const number = MONTHS.findIndex((names) => names.includes(month)) + 1;
  const two = (one: number): string => String(one).padStart(2, '0');
  const first = `${year ?? received.slice(0, 4)}-${two(number)}-${two(Number(day))}`;
  const date = year === undefined && first < received ? `${Number(received.slice(0, 4)) + 1}${first.slice(4)}` : first;
  return isIsoDate(date) ? date : null;
}

const NAMED =
  /(?:please (?:contact|address|write to|refer to)|(?:addressed|directed|referred) to|competence of|responsibility of|(?:dirigir(?:se|la|lo)?|dirija\w*|contactar|remitir(?:la|lo)?) (?:a|al|con)|(?:dirigir-se|dirigid[ao]|encaminhad[ao]|contatar) (?:a|à|ao|o)|(?:s’adresser|s'adresser|adressée?s?|contacter) (?:à|au|aux|le|la)?)\s+(.{3,80}?)(?=[.;,]|$)/iu;

function namedIn(sentence: string): string | null {
  return NAMED.exec(sentence)?.[1]?.trim() ?? null;
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
