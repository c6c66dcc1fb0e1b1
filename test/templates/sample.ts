import type { Language } from '../../domain/mandate.js';
import { RECEIPT_KINDS, REQUEST_KINDS } from '../../templates/post-words.js';
import type { PostKind, PostWords, ReceiptKind, RequestKind } from '../../templates/post-words.js';

const PARTIES: Record<Language, Pick<PostWords, 'party' | 'office' | 'addressee'> & { title: string }> = {
  en: {
    party: {
      kind: 'member-state',
      name: 'The Bahamas',
      capitalName: 'Nassau',
      mission: { long: 'of the Commonwealth of The Bahamas', short: 'of The Bahamas' },
    },
    office: { unit: 'Department of Public Security', reference: 'GS/DPS/N-', city: 'Washington, D.C.' },
    addressee: 'National focal point on trafficking in persons',
    title: 'Annual report to the Permanent Council on trafficking in persons',
  },
  es: {
    party: {
      kind: 'member-state',
      name: 'El Salvador',
      capitalName: 'San Salvador',
      mission: { long: 'de la República de El Salvador', short: 'de El Salvador' },
    },
    office: { unit: 'Departamento de Seguridad Pública', reference: 'SG/DSP/N-', city: 'Washington, D.C.' },
    addressee: 'Punto focal nacional sobre trata de personas',
    title: 'Informe anual al Consejo Permanente sobre la trata de personas',
  },
  pt: {
    party: {
      kind: 'member-state',
      name: 'Brasil',
      capitalName: 'Brasília',
      mission: { long: 'da República Federativa do Brasil', short: 'do Brasil' },
    },
    office: { unit: 'Departamento de Segurança Pública', reference: 'SG/DSP nº ', city: 'Washington, D.C.' },
    addressee: 'Ponto focal nacional em matéria de tráfico de pessoas',
    title: 'Relatório anual ao Conselho Permanente sobre o tráfico de pessoas',
  },
  fr: {
    party: {
      kind: 'member-state',
      name: 'Haïti',
      capitalName: 'Port-au-Prince',
      mission: { long: "de la République d'Haïti", short: "d'Haïti" },
    },
    office: { unit: 'Département de la sécurité publique', reference: 'SG/DSP/N° ', city: 'Washington, D.C.' },
    addressee: 'Point focal national en matière de traite des personnes',
    title: 'Rapport annuel au Conseil permanent sur la traite des personnes',
  },
};

const ORGANS: Record<Language, Pick<PostWords, 'party' | 'addressee'>> = {
  en: organ('Inter-American Commission of Women', 'of the Inter-American Commission of Women', 'Secretariat'),
  es: organ('Instituto Panamericano de Geografía e Historia', 'del Instituto', 'Secretaría'),
  pt: organ('Comissão Jurídica Interamericana', 'da Comissão', 'Secretaria'),
  fr: organ('Institut interaméricain de l’enfance', 'de l’Institut', 'Secrétariat'),
};

function organ(name: string, mission: string, secretariat: string): Pick<PostWords, 'party' | 'addressee'> {
  const party = {
    kind: 'organ' as const,
    name,
    capitalName: 'Washington, D.C.',
    mission: { long: mission, short: mission },
  };
  return { party, addressee: `${secretariat} ${mission}` };
}

const OFFICIAL_ENGLISH =
  'To request the Secretary General to present a report each year to the Permanent Council, in coordination with the OAS Coordinator, on the activities being carried out by the various OAS organs to address the issue of trafficking in persons, and on developments in the Hemisphere, taking into account the information provided by member states, including progress in law enforcement and the protection of and assistance to victims of trafficking.';

const EARLIER_NOTES = [
  { date: '2027-02-01', number: null },
  { date: '2027-04-02', number: null },
  { date: '2027-04-19', number: null },
];

/** How many notes went before, as in the ladder of the annual report. */
const NOTES_BEFORE: Record<string, number> = {
  request: 0,
  recall: 1,
  extension: 1,
  moved: 1,
  rest: 1,
  reminder: 2,
  'second-reminder': 3,
  closing: 3,
  joint: 2,
  handover: 1,
};

const NOTE_DATES: Record<string, string> = {
  request: '2027-02-01',
  recall: '2027-04-02',
  extension: '2027-04-05',
  moved: '2027-04-05',
  rest: '2027-04-19',
  reminder: '2027-04-19',
  'second-reminder': '2027-04-26',
  closing: '2027-05-10',
  joint: '2027-04-19',
  handover: '2027-04-19',
};

/** What shares a post with the annual report in the samples. */
const OTHERS: Pick<PostWords['requests'][number], 'tone' | 'period' | 'earlierNotes'>[] = [
  { tone: 'recall', period: '2028', earlierNotes: [{ date: '2027-03-01', number: null }] },
  { tone: 'rest', period: '2029', earlierNotes: EARLIER_NOTES.slice(0, 2) },
];

/** A post of a kind and language, complete and plausible; the receipt kinds carry two files. */
export function samplePost(kind: RequestKind, language: Language): Extract<PostWords, { number: string | null }>;
export function samplePost(kind: ReceiptKind, language: Language): Extract<PostWords, { receipt: object }>;
export function samplePost(kind: PostKind, language: Language): PostWords;
export function samplePost(kind: PostKind, language: Language): PostWords {
  const { title, ...state } = PARTIES[language];
  const isOrgan = kind.startsWith('organ-');
  const who = isOrgan ? { ...state, ...ORGANS[language] } : state;
  const tone = kind.replace(/^(note|letter|organ)-/, '');
  const common = {
    ...who,
    language,
    date: NOTE_DATES[tone] ?? '2027-03-03',
    replyAddress: 'r-k3x9q2m7a5t4w8yb2c6d@tip-desk.example',
    link: 'https://tip-desk.example/r/k3x9q2m7a5t4w8yb2c6d?part=1&language=' + language,
    requests: [
      {
        obligation: {
          id: isOrgan ? 'organ-report' : 'annual-report',
          paragraph: 9,
          symbol: 'AG/RES. 2019 (XXXIV-O/04)',
          title,
          officialText: language === 'en' ? OFFICIAL_ENGLISH : null,
        },
        period: '2027',
        items: [],
        event: { title, date: '2027-07-01', status: 'provisional' as const },
        due: { date: '2027-04-16', time: '17:30', capital: { date: '2027-04-16', time: '18:30' } },
        dueProof: [
          { kind: 'counted' as const, from: 'report' as const, fromDate: '2027-07-01', days: -76, date: '2027-04-16' },
        ],
        closingProof: [
          { kind: 'counted' as const, from: 'report' as const, fromDate: '2027-07-01', days: -30, date: '2027-06-01' },
        ],
        closing: { date: '2027-06-01', time: '17:30', capital: { date: '2027-06-01', time: '18:30' } },
        earlierNotes: EARLIER_NOTES.slice(0, NOTES_BEFORE[tone] ?? 0),
      },
    ],
  };
  const [first] = common.requests;
  if (!first) throw new Error('the sample has no request');
  const joint = {
    ...common,
    requests: [{ ...first, tone: 'reminder' as const }, ...OTHERS.map((one) => ({ ...first, ...one }))],
  };
  const words = /joint|handover/.test(kind) ? joint : common;
  if (isRequestKind(kind)) return { ...words, kind, number: null };
  return {
    ...words,
    kind,
    receipt: {
      at: { date: '2027-03-03', time: '14:05', capital: { date: '2027-03-03', time: '16:05' } },
      part: 1,
      version: 2,
      lacks: [],
      copy: { sender: 'focal@ministry.gov', until: '2027-03-10' },
      files: [
        { name: 'informe & anexo.pdf', size: 48_213, sha256: '3f2a9c51'.repeat(8) },
        { name: 'estadísticas 2026.xlsx', size: 2_450_000, sha256: 'b70d41ee'.repeat(8) },
      ],
    },
  };
}

export const ALL_KINDS: readonly PostKind[] = [...REQUEST_KINDS, ...RECEIPT_KINDS];

function isRequestKind(kind: PostKind): kind is RequestKind {
  return (REQUEST_KINDS as readonly string[]).includes(kind);
}
