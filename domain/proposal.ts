import { fold } from './fold.js';
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
  const sentences = paragraphsOf(previewOf(text).slice(0, READ_CHARACTERS)).flat();
  for (const [index, sentence] of sentences.entries()) {
    const folded = foldSentence(sentence);
    if (!isRead(sentence)) continue;
    for (const { kind, words: statements, questions = [] } of RULES) {
      const words = folded.endsWith('?') ? questions : statements;
      if (found.some((one) => one.kind === kind)) continue;
      const match = firstMatch(words, folded);
      if (match === null || isContrary(kind, folded)) continue;
      const isLater = kind === 'extensionRequested';
      found.push({
        kind,
        sentence,
        days: isLater ? daysIn(folded, match.index) : null,
        until: isLater ? dayIn(folded, match.index, received) : null,
        // Whom to ask instead stands in a sentence of its own as often as not.
        ask: kind === 'notCompetent' ? (namedIn(sentence) ?? namedIn(sentences[index + 1] ?? '')) : null,
      });
    }
  }
  return found;
}

function isContrary(kind: ProposalKind, folded: string): boolean {
  if (kind === 'nil' || kind === 'notCompetent') return false;
  return DENIED.test(folded) || (kind === 'assistance' && THANKED.test(folded));
}

function firstMatch(words: readonly RegExp[], folded: string): RegExpExecArray | null {
  for (const pattern of words) {
    const match = pattern.exec(folded);
    if (match !== null) return match;
  }
  return null;
}

/** Which day a later date comes to: the one that is named, else the days that are asked for after the due date. */
export function proposedDate({ until, days }: Pick<Proposal, 'until' | 'days'>, dueDate: IsoDate): IsoDate | null {
  if (until !== null) return until;
  return days === null ? null : addDays(dueDate, days);
}

/* Folded: without accents, in small letters. Between the verb and its object stands little. */

const oneOf = (...words: string[]): string => `(?:${words.join('|')})`;
/** `before` and, not far behind it, `after`. */
const near = (before: string, after: string, between: number): RegExp =>
  new RegExp(`\\b${before}\\b.{0,${between}}\\b${after}\\b`);

/** How one language asks: a verb in a statement, a polite form in a question. Other questions are those of a form that somebody answers. */
type Asking = readonly [verbs: string, polite: string];

const ASKS_EN: Asking = [
  oneOf(...['request(?:s|ing)?', 'asks?', 'needs?', 'requires?', 'grant', 'grateful', 'appreciate', 'seeks?']),
  oneOf('(?:could|may|might|can) (?:we|the mission|the government|you|i)', '(?:would|is) it (?:be )?possible'),
];
const ASKS_ES: Asking = [
  oneOf(
    ...[
      'solicit\\w{0,25}',
      'pid[eo]\\w{0,25}',
      'pedi\\w{0,25}',
      'requier\\w{0,25}',
      'requer\\w{0,25}',
      'necesit\\w{0,25}',
      'precis\\w{0,25}',
      'agradec\\w{0,25}',
    ],
    ...['r[ou]e?g\\w{0,25}', 'quisier\\w{0,25}', 'apreciar\\w{0,25}', 'consult\\w{0,25}', 'seria (?:muy )?util'],
  ),
  oneOf('podri(?:a|amos|an)', 'pod(?:emos|ria)', 'seria posible', 'es posible', 'cabria'),
];
const ASKS_PT: Asking = [
  oneOf(
    ...[
      'solicit\\w{0,25}',
      'ped\\w{0,25}',
      'requer\\w{0,25}',
      'precis\\w{0,25}',
      'necessit\\w{0,25}',
      'agradec\\w{0,25}',
      'rog\\w{0,25}',
      'gostari\\w{0,25}',
    ],
    ...['consult\\w{0,25}', 'seria (?:muito )?util'],
  ),
  oneOf('poderi(?:a|amos|am)', 'podemos', 'seria possivel', 'e possivel', 'caberia'),
];
const ASKS_FR: Asking = [
  oneOf(
    ...[
      'demand\\w{0,25}',
      'sollicit\\w{0,25}',
      'besoin',
      'souhait\\w{0,25}',
      'pri(?:e|on)\\w{0,25}',
      'gre',
      'reconnaissant\\w{0,25}',
      'fau(?:t|dra|drait)',
    ],
    ...['aimeri\\w{0,25}', 'desir\\w{0,25}'],
  ),
  oneOf('pourri(?:ons|ez|ait)(?:-\\w{1,30})?', 'serait-il possible', 'est-il possible', 'peut-on'),
];
/** What an answer consists of: what help is asked for, other than the help that victims get. */
const ANSWER_ES =
  '(?:el |la |los |las |su |nuestr[oa] |al )*(?:formulario|cuestionario|respuesta|informe|informacion|encuesta|solicitud)';
const ANSWER_PT =
  '(?:o |a |ao |os |as |do |da |seu |sua |nosso |nossa )*(?:formulario|questionario|resposta|relatorio|informac\\w{1,30}|solicitac\\w{1,30})';
const ANSWER_FR =
  "(?:le |la |les |l[’']|au |a la |du |de la |votre |notre )*(?:formulaire|questionnaire|reponse|rapport|informations?|demande)";

/** Whose matter it may be instead. */
const INSTITUTION =
  '(?:ministeri\\w{1,30}|viceministeri\\w{1,30}|ministere|secretari\\w{1,30}|fiscalia|procuradori\\w{1,30}|procuraduria|cancilleria|chancelaria|direccion|direcao|direction|consejo|conselho|conseil|comision|comissao|commission|comite|policia|police|parquet|defensoria|tribunal|oficina|office|instituto|institut)';

const asking = ([verbs, polite]: Asking, thing: string, between: number): { statement: RegExp; question: RegExp } => ({
  statement: near(verbs, thing, between),
  question: near(polite, thing, between),
});

/** A later date, in each language: how it is asked for, and what it is called. */
const LATER = [
  asking(
    ASKS_EN,
    oneOf(
      ...[
        'extension',
        '(?:more|additional|further) time',
        'later date',
        'extend(?:ed)? the (?:deadline|due date|date)',
      ],
      '(?:more|additional|further) (?:working |calendar |business )?(?:days|weeks)',
      '(?:days|weeks) (?:more|longer)',
    ),
    70,
  ),
  asking(
    ASKS_ES,
    oneOf(
      ...[
        'prorrog\\w{0,25}',
        'aplaz\\w{0,25}',
        'posterg\\w{0,25}',
        'pospo\\w{0,25}',
        'plazo (?:adicional|mayor|mas amplio)',
        'mayor plazo',
      ],
      ...[
        '(?:mas|mayor)(?: de)? tiempo',
        'tiempo adicional',
        '(?:dias?|semanas?|mes(?:es)?)(?: \\w{1,30})? (?:mas|adicional(?:es)?)',
      ],
      '(?:amplia\\w{0,25}|amplie\\w{0,25}|extens\\w{0,25}|extend\\w{0,25}|extiend\\w{0,25}) (?:(?:de|del|el|la|al|dicho|este|en) )*(?:plazo|fecha|termino)',
      '(?:ampliacion|extension) (?:de|por) (?:\\S{1,30} ){1,3}(?:dias?|semanas?|mes(?:es)?)',
      '(?:ampliacion|extension) (?:hasta|al)',
      'un plazo (?:hasta|de (?:\\S{1,30} ){1,3}(?:dias|semanas|mes(?:es)?))',
    ),
    80,
  ),
  asking(
    ASKS_PT,
    oneOf(
      ...[
        'prorrog\\w{0,25}',
        'dilacao',
        'adia(?:r|mento)',
        'prazo (?:adicional|maior|mais amplo)',
        'mais (?:de )?tempo',
      ],
      ...['tempo adicional', 'mais \\S{1,30}(?: \\S{1,30})? (?:dias?|semanas?|mes(?:es)?)'],
      'um prazo (?:ate|de (?:\\S{1,30} ){1,3}(?:dias|semanas|mes(?:es)?))',
      '(?:dias?|semanas?|mes(?:es)?)(?: \\w{1,30})? (?:a mais|adiciona(?:l|is))',
      '(?:dilatac\\w{0,25}|dilatar|extens\\w{0,25}|estend\\w{0,25}|ampliac\\w{0,25}|ampliar) (?:(?:de|do|da|o|a|desse|deste|esse|este) )*(?:prazo|data)',
    ),
    80,
  ),
  asking(
    ASKS_FR,
    oneOf(
      ...[
        'prolongation',
        'prorog\\w{0,25}',
        '(?:plus|davantage) de temps',
        'temps supplementaire',
        'delai (?:supplementaire|additionnel|plus long)',
      ],
      '(?:jours?|semaines?|mois)(?: \\w{1,30})? (?:supplementaires?|additionnel\\w{0,25}|de plus)',
      "(?:report\\w{0,25}|repouss\\w{0,25}|prolong\\w{0,25}|extension|etendre) (?:(?:de|du|la|le|ce|cette|l[’'])[ ]?)*(?:date|echeance|delai|terme)",
      'un delai (?:jusqu|de (?:\\S{1,30} ){1,3}(?:jours|semaines|mois))',
      'encore (?:\\S{1,30} ){1,3}(?:jours?|semaines?|mois)',
      '(?:delai|date|echeance)(?: \\w{1,30})? soit (?:reporte|prolonge|repousse|etendu)e?',
    ),
    80,
  ),
];
/** Help with the answer, other than that which victims get. */
const HELP = [
  asking(
    ASKS_EN,
    '(?:technical assistance|(?:assistance|support|help|guidance) (?:in|with|to (?:complete|prepare|answer|respond|fill)|from (?:the|your) (?:secretariat|office|department|coordinator|general)))',
    40,
  ),
  asking(
    ASKS_ES,
    `(?:asistencia|apoyo|ayuda|cooperacion|orientacion|asesoria|asesoramiento|acompanamiento) ${oneOf(
      'tecnic[oa]',
      'para (?:responder|contestar|llenar)',
      `para (?:completar|elaborar|preparar|el llenado|la elaboracion|la preparacion)(?: del?)? ${ANSWER_ES}`,
      '(?:de|por parte de) (?:esa|la|su) (?:secretaria|coordina\\w{1,30}|oficina|oea)',
    )}`,
    50,
  ),
  asking(
    ASKS_PT,
    `(?:assistencia|apoio|ajuda|auxilio|cooperacao|orientac(?:ao|oes)|assessoria) ${oneOf(
      'tecnic[oa]',
      'para (?:responder|preencher)',
      `(?:para|sobre|quanto a) (?:completar|elaborar|preparar|[oa] (?:preenchimento|elaboracao|preparacao))(?: d[oa]s?)? ${ANSWER_PT}`,
      '(?:d(?:essa|a)|por parte d(?:essa|a)) (?:secretaria|coordena\\w{1,30}|oea)',
    )}`,
    50,
  ),
  asking(
    ASKS_FR,
    `(?:assistance|appui|aide|soutien|accompagnement) ${oneOf(
      'technique',
      'pour (?:repondre|remplir)',
      `pour (?:completer|elaborer|etablir|preparer|la preparation de|l[’']elaboration de|l[’']etablissement du) ?${ANSWER_FR}`,
      'd(?:u|e la|e votre) (?:secretariat|coordina\\w{1,30}|bureau)',
    )}`,
    50,
  ),
];

const RULES: readonly { kind: ProposalKind; words: readonly RegExp[]; questions?: readonly RegExp[] }[] = [
  {
    kind: 'extensionRequested',
    words: [...LATER.map(({ statement }) => statement)],
    questions: LATER.map(({ question }) => question),
  },
  {
    kind: 'nil',
    words: [
      /\b(nothing (further |new |else )?to (report|add|communicate)|nil (return|report)|no (new |further |relevant )?(information|developments|activities|cases) to (report|communicate|provide|transmit))\b/,
      /\b(nada (nuevo )?que (informar|reportar|comunicar|senalar|agregar)|sin (informacion|novedad(es)?) que (informar|reportar|comunicar)|(sin|no (hay|tiene|tenemos|existen)) novedad(es)?)\b/,
      /\bno (se )?(tien\w{0,25}|tenemos|hay|hubo|existen?|cuenta con|cuentan con|contamos con|dispone de|disponemos de|registr(o|a|an|aron)|(ha|han|hemos) (registrado|producido|tenido|habido))( \w{1,30}){0,2}? (informacion|novedad(es)?|datos?|avances?|actividades|casos?|hechos|acontecimientos|cambios|elementos|actualizaci(on|ones))( \w{1,30}){0,2}? (que|para|por) (informar|reportar|comunicar|remitir|transmitir|senalar|presentar|agregar|aportar)\b/,
      /\bno se (presentaron|registraron|produjeron|han (presentado|registrado|producido)) novedades\b/,
      /\bno (se )?(tiene|tenemos|cuenta con|contamos con|dispone de|disponemos de) (nueva )?informacion (nueva |adicional )?(al respecto|sobre el particular|en la materia)\b/,
      /\b(nada (de novo )?a (informar|relatar|comunicar|reportar|declarar|acrescentar)|sem informac\w{1,30} a (informar|relatar|comunicar|reportar)|(sem|nao (ha|tem|temos)) novidades?)\b/,
      /\bnao (se )?(ha|houve|havendo|tem|temos|possui|possuimos|dispoe de|dispomos de|existem?|registr(ou|aram)|foram registrad[oa]s),?( \w{1,30},?){0,2}? (informac\w{1,30}|novidades?|dados?|avancos?|atividades|casos?|fatos?|acontecimentos|desdobramentos|elementos|atualizac(ao|oes))( \w{1,30}){0,2}? (a|para|que) (informar|relatar|comunicar|transmitir|reportar|declarar|apresentar|acrescentar)\b/,
      /\b(rien (de nouveau |de particulier |d[’']autre )?a (signaler|communiquer|declarer|ajouter|rapporter)|(etat|est) neant|(aucune?|pas d(e |[’']))( ?\w{1,30}){0,2}? ?(information|activite|element|fait|donnee|cas|developpement|evolution|changement)s?( \w{1,30}){0,2}?( n[’']est| ne sont)? a (communiquer|transmettre|signaler|declarer|rapporter|fournir))\b/,
      /^neant\b[ .!]*$/,
    ],
  },
  {
    kind: 'assistance',
    words: [
      /\b(we|mission|government|ministry|office|focal point|authorities)\b.{0,40}\b(need|needs|require|requires|request|requests|welcome|appreciate)\b.{0,40}\b(technical assistance|(assistance|support|help|guidance) (in|with|to (complete|prepare|answer|respond|fill)|from (the|your) (secretariat|office|department|coordinator|general)))\b/,
      ...HELP.slice(1).map(({ statement }) => statement),
      /\b(assistance|appui|aide|soutien)( technique)?( nous)? serait (utile|precieu\w{1,30}|bienvenue?)\b/,
    ],
    questions: HELP.map(({ question }) => question),
  },
  {
    kind: 'notCompetent',
    words: [
      /\b(not (the )?(competent|responsible) (authority|office|body|entity|institution|ministry|agency)|not competent (in|for|to)|not within (our|its|the) (competence|mandate|remit|purview)|(outside|beyond) (our|its) (competence|mandate|remit|purview)|falls under the (competence|responsibility|purview) of)\b/,
      /\b(no (es|somos|resulta|esta) (la |el )?((autoridad|entidad|oficina|institucion|dependencia|instancia|organo|ministerio) )?competentes?|no (es|somos) (la |el )?(autoridad|entidad|oficina|institucion|dependencia|instancia|organo|ministerio) (responsable|encargad[oa])|no (es|somos) (la |el )?encargad[oa]s? del?|no es (de|parte de) (nuestra|su) competencia|fuera de (nuestra|su) competencia|no tiene competencia|no tenemos competencia|no (le |nos )?compete a (est[ea]|nuestr[oa])|no nos compete)\b/,
      /\b(autoridad|entidad|institucion|dependencia|instancia) competente es (el|la)\b/,
      near(
        '(?:dirig|dirij|remit|consult|conta[ct]|acud|encaminh)\\w{0,25}',
        'que (?:es|e) (?:la |el |[ao] )?\\w{1,30} competente',
        80,
      ),
      new RegExp(
        `\\b(?:tema|asunto|materia|cuestion|solicitud|consulta|cual) (?:es (?:de )?(?:la )?competencia (?:exclusiva )?del?|(?:corresponde|compete) (?:al|a la) ${INSTITUTION})\\b`,
      ),
      /\b(nao (e|somos|esta) (a |o )?((autoridade|orgao|entidade|instituicao) )?competentes?|nao (e|somos) (a |o )?(autoridade|orgao|entidade|instituicao) (responsavel|encarregad[oa])|(orgao|secretaria|ministerio|pasta|entidade|instituicao) nao e responsavel (pel[oa]|por)|nao (e|esta|se insere) (da|de|na|em) (nossa |sua )?(competencia|alcada)|foge (a|da) (nossa |sua )?(competencia|alcada)|nao tem competencia|nao temos competencia|nao (nos )?compete a (est[ea]|noss[oa])|nao nos compete)\b/,
      new RegExp(
        `\\b(?:assunto|tema|materia|questao|solicitacao|demanda) (?:e (?:de |da )?competencia (?:exclusiva )?d[oa]|(?:cabe|compete) (?:ao|a) ${INSTITUTION})\\b`,
      ),
      /\b((n[’']est|ne sommes) pas (l[’'](autorite|organe|institution|instance|entite)|le (ministere|service|bureau)) (competente?|responsable|chargee?)|n[’']est pas competente?|ne sommes pas competents?|n[’']avons pas competence|ne releve pas (de (notre|sa|la) competence|de (nos|ses) attributions)|n[’']entre pas dans (nos|ses) (competences|attributions))\b/,
      new RegExp(
        `\\b(?:question|dossier|matiere|sujet|affaire|demande) releve (?:(?:de la competence|des attributions|du ressort) (?:du|de la|des|de l[’'])|(?:du|de la|de l[’']) ?${INSTITUTION}\\b)`,
      ),
    ],
  },
];

/** A sentence that says the contrary. */
const DENIED =
  /\b(no (longer )?(need|further extension|extension is)|(do|does|did|will|would) not (need|require|request|ask|seek)|without (any )?(need|extension|requesting)|no (se )?(solicita|necesita|requiere|requerimos|necesitamos|solicitamos|pedimos)|sin (necesidad|solicitar)|nao (se )?(solicita|precisa|necessita|requer|pede)\w{0,25}|sem (necessidade|solicitar)|n[’'](a|avons|ont|est) pas (besoin|demande)|ne (demand|sollicit|souhait)\w{0,25} pas|sans (demander|besoin))\b/;

/** Help that is thanked for has been given. */
const THANKED =
  /\bagradec(?:e|emos|en|em|er)(?: \w{1,30}){0,2}? (?:el|la|los|las|o|a|os|as) (?:\w{1,30} )?(?:apoyo|asistencia|ayuda|cooperacion|orientacion|acompanamiento|apoio|assistencia|ajuda|cooperacao|orientac\w{1,30})\b|\bremerci\w{0,25}\b|\bthank\w{0,25} (?:you )?for\b/;

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
  ['forty-five', 'cuarenta y cinco', 'quarenta e cinco', 'quarante-cinq'],
  ['sixty', 'sesenta', 'sessenta', 'soixante'],
];
const VALUES = [5, 7, 8, 10, 12, 14, 15, 20, 21, 30, 1, 2, 3, 4, 6, 45, 60];
const COUNTED = [...NUMBERS.flat()].sort((a, b) => b.length - a.length).join('|');
/** `30 (trinta) dias`, `two more weeks`, `un mes`: a month is counted as thirty days. */
const SPAN = new RegExp(
  `\\b(\\d{1,3}|${COUNTED})(?: ?\\([\\w -]{1,20}\\))? (?:(?:more|additional|further|working|calendar|business|mas|outros?|mais|autres) )*(days?|dias?|jours?|weeks?|semanas?|semaines?|months?|mes|meses|mois)\\b`,
);

/** So many days: those behind the words that ask, else any of the sentence. */
function daysIn(folded: string, from: number): number | null {
  const [, number = '', unit = ''] = SPAN.exec(folded.slice(from)) ?? SPAN.exec(folded) ?? [];
  if (number === '') return null;
  const value = /^\d/.test(number) ? Number(number) : VALUES[NUMBERS.findIndex((words) => words.includes(number))];
  if (value === undefined || value === 0) return null;
  if (/^(month|mes|mois)/.test(unit)) return value * 30;
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
const DATE = new RegExp(
  [
    '(?<iso>\\b\\d{4}-\\d{2}-\\d{2}\\b)',
    `\\b(?<day>\\d{1,2})(?:st|nd|rd|th|er|e?ro|\\.?[oº°])?(?: de| of)? (?<month>${MONTH})\\b(?:,? (?:de |del |of )?(?<year>\\d{4}))?`,
    `\\b(?<monthFirst>${MONTH}) (?<dayAfter>\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (?<yearAfter>\\d{4}))?`,
    '\\b(?<one>\\d{1,2})[/.](?<two>\\d{1,2})[/.](?<yearLast>\\d{4})\\b',
  ].join('|'),
  'g',
);
/** Words before a date that make it the last day. */
const UNTIL =
  /\b(?:until|by|before|hasta|tardar|antes del?|ate|jusqu[’']\w{0,25}|tard|avant|d[’']ici)(?: (?:o|el|le|au|al|dia))*(?: \w{1,30})? $/;

/** Words before a date that make it the first day. */
const SINCE =
  /\b(?:from|starting|as of|since|a partir|contad[oa]s|desde|a contar|a compter|depuis|des)(?: (?:on|del?|d[oa]|du|le|el|dia))* $/;

/** The words before a date that say what it is. */
const BEFORE_DATE = 80;

/** The day that is asked for: one behind the words that ask, else one that is said to be the last. That of a note that is cited is none. */
function dayIn(folded: string, from: number, received: IsoDate): IsoDate | null {
  const dates = [...folded.matchAll(DATE)];
  const before = (index: number): string => folded.slice(Math.max(0, index - BEFORE_DATE), index);
  const match =
    dates.find(({ index }) => index >= from && !SINCE.test(before(index))) ??
    dates.find(({ index }) => UNTIL.test(before(index)));
  const { iso, day, month, year, monthFirst, dayAfter, yearAfter, one, two, yearLast } = match?.groups ?? {};
  if (iso !== undefined) return isIsoDate(iso) ? iso : null;
  if (day !== undefined && month !== undefined) return dateOf(day, monthNumber(month), year, received);
  if (monthFirst !== undefined && dayAfter !== undefined)
    return dateOf(dayAfter, monthNumber(monthFirst), yearAfter, received);
  if (one === undefined || two === undefined) return null;
  // Figures alone read differently north and south: only what cannot be read twice is read.
  if (Number(one) > 12 || one === two) return dateOf(one, Number(two), yearLast, received);
  return Number(two) > 12 ? dateOf(two, Number(one), yearLast, received) : null;
}

function monthNumber(month: string): number {
  return MONTHS.findIndex((names) => names.includes(month)) + 1;
}

/** A day without a year is the next one. */
function dateOf(day: string, month: number, year: string | undefined, received: IsoDate): IsoDate | null {
  const two = (one: number): string => String(one).padStart(2, '0');
  const first = `${year ?? received.slice(0, 4)}-${two(month)}-${two(Number(day))}`;
  const date = year === undefined && first < received ? `${Number(received.slice(0, 4)) + 1}${first.slice(4)}` : first;
  return isIsoDate(date) ? date : null;
}

/** Words behind which stands who is to be asked, in each language with the prepositions that it takes; never the writer's own office. */
const NAMED = new RegExp(
  `(?:${[
    'please (?:contact|address|write to|refer to)|(?:addressed|directed|referred) to|(?:competence|responsibility) of',
    '(?:dirig|dirij|remit|acud|consult|contact|canaliz|comunic|traslad)\\p{L}{0,25}(?: (?:la|el|su|dicha|esta) \\p{L}{1,30})? (?:al|a|con)',
    'competencia(?: exclusiva)? (?:del|de)|competente es|(?:corresponde|compete) (?:al|a)',
    '(?:dirig|encaminh|contat|consult|remet)\\p{L}{0,25}(?:-(?:se|la|lo))?(?: (?:a|o|essa|esta|sua) (?:solicitação|consulta|nota|pedido))? (?:à|ao|a|o)',
    'competência(?: exclusiva)? d[oa]|(?:cabe|compete) (?:ao|à)',
    "(?:adress\\p{L}{0,25}|contacter|saisir|transm\\p{L}{0,25})(?: \\p{L}{1,30} demande)? (?:à la|à l[’']|à|aux|au|le|la|l[’'])?",
    "compétence (?:du|de la|de l[’'])|relève (?:du|de la(?! compétence)|de l[’'])",
  ].join(
    '|',
  )})(?:\\s+|(?<=[’']))(?!est[ea]s?\\b|es[ea]s?\\b|nuestr|nos\\b|noss|ness|dest[ea]|notre|nos\\b|ce\\b|cette|its\\b|our\\b)(.{3,80}?)(?=[.;,]|$)`,
  'iu',
);

function namedIn(sentence: string): string | null {
  return NAMED.exec(sentence)?.[1]?.trim() ?? null;
}

function foldSentence(text: string): string {
  return fold(text).replace(/\s+/g, ' ').trim();
}
