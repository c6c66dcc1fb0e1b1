/**
 * The words of a mandate: what a resolution asks, of whom, by which ladder, in which form.
 * The mandate files are read and checked by `adapters/mandates`; everything else sees only these types.
 */

/** The four official languages of the Organization. */
export const LANGUAGES = ['en', 'es', 'pt', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A calendar date, `yyyy-mm-dd`, without zone. */
export type IsoDate = string;
/** A first day, or the word `unknown` where no source gives it: then open to the past. */
export type FirstDay = IsoDate;
/** An instant, ISO 8601 in UTC with milliseconds: `2027-02-01T22:30:00.000Z`. */
export type IsoInstant = string;

/** What an operative paragraph does to its addressee. */
export const PARAGRAPH_KINDS = ['request', 'instruction', 'invitation', 'urging', 'welcome'] as const;
export type ParagraphKind = (typeof PARAGRAPH_KINDS)[number];

/** Who must act on a paragraph. `nobody` where it only welcomes; `others` are those outside of the inter-American system. */
export const DUTY_HOLDERS = [
  'secretary-general',
  'coordinator',
  'permanent-council',
  'member-states',
  'permanent-observers',
  'oas-organs',
  'others',
  'nobody',
] as const;
export type DutyHolder = (typeof DUTY_HOLDERS)[number];

/** `open` is also what is said where no document on file says anything else. */
export const PARAGRAPH_STATUSES = ['open', 'under-way', 'done', 'renewed', 'superseded', 'lapsed'] as const;
export type ParagraphStatusWord = (typeof PARAGRAPH_STATUSES)[number];

/** What a paragraph's status was in an interval of days, and how that is known. */
export interface ParagraphStatus {
  from: IsoDate;
  /** The first day on which it no longer held; null while it holds. */
  until: IsoDate | null;
  status: ParagraphStatusWord;
  /** One sentence for people. */
  reason: string;
  /** The symbol of the document that says so; null where what says so has none, such as a press release. */
  document: string | null;
  /** Where that was read. */
  source: string;
}

export interface Paragraph {
  number: number;
  /** What it does, in the order of its text; at least one. */
  kinds: ParagraphKind[];
  /** Who is asked by the paragraph, in the paragraph's own words: `the Secretary General`. */
  addressee: string;
  /** Who must act; at least one. */
  duty: DutyHolder[];
  /** The text by language; only languages whose official text is on file. */
  text: Partial<Record<Language, string>>;
  /** Its status from the adoption on, in the order of time, without a gap. */
  statuses: ParagraphStatus[];
}

export interface Resolution {
  /** `ag-res-2019`: the file's key, used by obligations. */
  id: string;
  /** `AG/RES. 2019 (XXXIV-O/04)`; assigned by the Secretariat, never by us. */
  symbol: string;
  title: string;
  adoptedDate: IsoDate;
  /** Languages whose official text is on file, derived from the paragraphs. */
  officialLanguages: Language[];
  /** The preambular paragraphs in their order, by language. */
  preamble: Partial<Record<Language, string[]>>;
  /** How many operative paragraphs the resolution has; so many are in `paragraphs`. */
  operativeParagraphs: number;
  paragraphs: Paragraph[];
  source: string;
}

/** A resolution whose text is not on file: known by what other documents say of it. */
export interface CitedResolution {
  id: string;
  symbol: string;
  /** Null where no source gives it. */
  title: string | null;
  adoptedDate: FirstDay;
  source: string;
}

/** An operative paragraph, wherever it stands. `unknown` where the resolution is on file without its text. */
export interface ParagraphRef {
  resolution: string;
  paragraph: number | 'unknown';
}

/**
 * What became of a mandate: given again, replaced, joined with others, or divided. A merger without a new text names no
 * successor: the paragraphs stay in force and are carried out together.
 */
export const SUCCESSION_KINDS = ['renewed', 'superseded', 'merged', 'split'] as const;
export type SuccessionKind = (typeof SUCCESSION_KINDS)[number];

/** Two duties have become one: where both ask a party, the request of the first ends, and that of the second goes on for both. */
export interface DutyPassage {
  /** Ids of obligations. */
  ends: string;
  goesOnIn: string;
}

/** A day on which mandates passed to other paragraphs. Kept apart from the texts, which never change. */
export interface Succession {
  /** The first day on which the successor carries the mandate. */
  date: IsoDate;
  kind: SuccessionKind;
  /** One paragraph; several for `merged`. */
  from: ParagraphRef[];
  /** One paragraph; several for `split`; none or one for `merged`. */
  to: ParagraphRef[];
  /** The duties that end by it since another carries them on; absent where each goes on as it is. */
  duties?: DutyPassage[];
  reason: string;
  /** The symbol of the document that says so; null where it has none. */
  document: string | null;
  source: string;
}

/**
 * Who a rung is addressed to: `mission`, `capital` and `alternate` of a state, the `secretariat` of whoever is no state.
 * `coordinator` is told in the digest, by a task.
 */
export const ROLES = ['mission', 'capital', 'alternate', 'secretariat', 'coordinator'] as const;
export type Role = (typeof ROLES)[number];

/** What a rung is: the note, a reminder, an escalation, or the end. */
export const RUNG_KINDS = ['request', 'reminder', 'escalation', 'close'] as const;
export type RungKind = (typeof RUNG_KINDS)[number];

/** The wording of a rung: rises by facts, rank and nearness of the date, never by adjectives. */
export const TONES = ['request', 'recall', 'reminder', 'second-reminder', 'closing'] as const;
export type Tone = (typeof TONES)[number];
/** The wording of any post that asks: those of the ladder, the word that a date was extended, and the one that asks for the rest of an answer in part. */
export type PostTone = Tone | 'extension' | 'moved' | 'rest';

export interface LadderRung {
  id: string;
  kind: RungKind;
  /** Calendar days counted from the opening day, the due date or the report date; negative is before. */
  when: { from: 'opening' | 'due' | 'report'; days: number };
  to: Role[];
  /** Absent for `close` only. */
  tone: Tone | null;
  /** Nothing leaves until a person has approved it. Absent counts as no. */
  approval?: true;
}

export type FieldType = 'text' | 'number' | 'choice' | 'yes-no' | 'date' | 'file';

export interface FormField {
  /** Stable key, from `facts/submission-fields.csv`: `le.persons_convicted`. */
  id: string;
  /** Id of a section of the obligation: `law-enforcement`. */
  section: string;
  label: Record<Language, string>;
  type: FieldType;
  /** For `choice` only: the values stored, in the order shown. */
  choices?: string[];
  /** For `choice` only: what is shown for each value of `choices`. */
  choiceLabels?: Record<string, Record<Language, string>>;
  required: boolean;
  /** The operative paragraphs that it stems from: what is answered is evidence for them. */
  paragraphs?: number[];
  /** That its answer belongs to the period reported, and is not taken over into another; so do all figures. */
  eachPeriod?: boolean;
  /** Of a figure: that the sum over the parties says something. */
  adds?: true | undefined;
  /** Of a choice: that its `restricted` gives all of the answer, or its section, for the use of the General Secretariat only. */
  restricts?: 'answer' | 'section' | undefined;
}

/** A heading of the form; the fields under it name it in `section`. */
export interface FormSection {
  id: string;
  title: Record<Language, string>;
  /** Whether a report prints it; false of what is for the office alone, such as names and telephones of officials. */
  isPrinted: boolean;
}

/** A day that is known, how firm it is, and who says so. */
export interface KnownDate {
  date: IsoDate;
  status: 'provisional' | 'confirmed';
  source: string;
}

/** A session or a meeting from whose day others are counted: the regular session of the General Assembly. */
export interface CalendarEvent {
  /** `assembly-session`: the key by which obligations name it. */
  id: string;
  title: Record<Language, string>;
  /** Its first day, by year. A year that is absent has no day on file. */
  years: Record<string, KnownDate>;
}

/** How often a cycle opens by itself, on its day; `on-command`: only when a person opens one. */
export const RECURRENCES = ['yearly', 'half-yearly', 'quarterly', 'on-command'] as const;
export type Recurrence = (typeof RECURRENCES)[number];

/** The registers that are kept beside the requests: what the duties of the resolution leave to be followed one by one. */
export const REGISTERS = ['recommendations', 'pledges', 'registrations', 'projects', 'observations'] as const;
export type Register = (typeof REGISTERS)[number];

export interface Obligation {
  id: string;
  resolution: string;
  /** The operative paragraph that creates the duty. */
  paragraph: number;
  /** The other operative paragraphs of the resolution whose information the same request asks for, so that nobody is asked twice. */
  serves: number[];
  title: Record<Language, string>;
  /** Words by which letters call it, in any language and folded or not, to tell what a reply to a post on several duties speaks of. */
  calledBy?: string[];
  /** Who is asked, of those that belong on the opening day: groups of parties, or parties by their codes. */
  parties: string[];
  recurrence: Recurrence;
  /**
   * What is not asked on its own in these parts of a year, such as H1, since the questionnaire of another obligation asks it; absent
   * where every part is asked on its own.
   */
  askedWith?: { obligation: string; parts: string[] };
  /** The register that is kept of what the duty leaves to be followed one by one; absent for none. Only who has an open recommendation is asked for it. */
  register?: Register;
  /** For a register of pledges: so many days after it was made an unpaid one becomes a task of the Coordinator. */
  unpaidAfterDays?: number;
  /**
   * What a capital sends by itself is copied to its mission, which may object for so many working days of headquarters; absent where every
   * answer counts as it comes.
   */
  objectionWorkingDays?: number;
  /** Whether a report is compiled from the answers when a cycle closes. */
  hasReport: boolean;
  /** The day from which the cycle is counted. */
  reportDate: {
    /** The event whose day it is; null for a day of the obligation's own. */
    event: string | null;
    /** Calendar days from the event's day to it; 0 for a day of the obligation's own. */
    daysAfter: number;
    /**
     * For a period that is not listed; null where nothing is supposed of such a period. What recurs within a year gives the day of
     * its first period; the others follow at the same distance, at the latest on the last day of their month.
     */
    default: { month: number; day: number } | null;
    /** By period: `2027`, `2027-H1`. */
    years: Record<string, KnownDate>;
  };
  rules: Rules;
  /** The headings of the form, in the order shown. */
  sections: FormSection[];
  form: FormField[];
}

/** The versions of rules that this program reads. A request keeps that with which it was opened; a new one stands beside the old. */
export const RULES_VERSIONS = [1, 2, 3] as const;

/** How a due date is counted. Read since version 2; version 1 knows `dueDaysBeforeReport` alone. */
export interface DueRule {
  /** After the note; or before the day of the report, the session or the meeting. */
  from: 'note' | 'report';
  /** At least 1. */
  days: number;
  /** Calendar days are extended to the next working day (OAS Staff Rule 113.2); working days are those of headquarters. */
  unit: 'calendar' | 'working';
  /** Only days on which the capital works, too, count as working days. Absent counts as no. */
  atCapital?: true;
}

/** Everything the request machine may branch on. Copied into a request at its opening, with its version. */
export interface Rules {
  version: (typeof RULES_VERSIONS)[number];
  obligation: string;
  /** The cycle opens so many days before the report date. */
  openDaysBeforeReport: number;
  /** Answers are due so many calendar days before the report date. Absent where `due` says otherwise. */
  dueDaysBeforeReport?: number;
  /** Another way in which the due date is counted, instead of `dueDaysBeforeReport`. */
  due?: DueRule;
  /**
   * Whether the due date moves with the session or meeting that it is counted from, also after a note has printed it; absent: it
   * stands once it is printed.
   */
  dueFollowsEvent?: boolean;
  /** A party always has at least so many calendar days from its note to the due date. */
  minimumDays: number;
  /** No reminder leaves sooner than so many calendar days after the note itself. */
  quietDaysAfterNote: number;
  /** So many calendar days pass between two posts to one party, of whatever duty; one where left out. A first note waits for nobody. */
  daysBetweenPosts?: number | undefined;
  /** A request stays open at least so many calendar days after its due date. */
  graceDays: number;
  /** A mere message ('received, sent to our capital') holds the next reminder so many working days. */
  messageHoldWorkingDays: number;
  /** The hour, in the party's zone, at which posts leave: `10:00`. */
  sendAtLocalTime: string;
  /** The hour at headquarters at which a due day ends in print: `17:30` (OAS Staff Rule 101.1). */
  dueAtHeadquartersTime: string;
  ladder: LadderRung[];
}

/** What a party is; the groups by which obligations name whom they ask. */
export const PARTY_GROUPS = {
  'member-states': 'member-state',
  'permanent-observers': 'permanent-observer',
  organs: 'organ',
  organizations: 'organization',
} as const;
export type PartyGroup = keyof typeof PARTY_GROUPS;
/** `organ`: of the inter-American system. `organization`: outside of it. `office`: one that duties of this service fall on. */
export type PartyKind = (typeof PARTY_GROUPS)[PartyGroup] | 'office';

export interface Membership {
  /** First day, or `unknown` where no source gives it (then open to the past). */
  from: FirstDay;
  /** First day on which the state is no longer a member; null while it is one. */
  until: IsoDate | null;
  status: 'member' | 'disputed' | 'not-participating';
  source: string;
}

export interface Contact {
  /** `BRA/mission`: party and role; unique. */
  id: string;
  role: Exclude<Role, 'coordinator'>;
  name: string;
  address: string;
}

/** All that follows 'Permanent Mission' (or 'Government'), preposition included, in the language of correspondence. */
export interface MissionName {
  /** For the first mention and the address: `de la República del Ecuador`. */
  long: string;
  /** For every later mention: `del Ecuador`. */
  short: string;
}

export interface Party {
  /** ISO 3166 alpha-3 for states; for others the acronym by which the Organization names them. Unique among all. */
  code: string;
  /** Null for whoever is no state. */
  iso2: string | null;
  kind: PartyKind;
  name: Record<Language, string>;
  /** The language of correspondence; the first on the mission's worksheet. */
  language: Language;
  /** The city where it works: the capital of a member state, the seat of others. An observer is written to at its mission. */
  capital: string;
  /** The city's name as written in the language of correspondence. */
  capitalName: string;
  zone: string;
  /**
   * The name of today, with its preposition: never joined from parts. `missionOn` gives the name of a day. For an organ what
   * follows 'the Secretariat': `of the Inter-American Commission of Women`.
   */
  mission: MissionName;
  /** Earlier names; `until` is the first day on which a name no longer held. */
  formerly?: { until: IsoDate; mission: MissionName }[];
  memberships: Membership[];
  contacts: Contact[];
  /** The state's own days off; absent where only those of headquarters count. */
  calendar?: PartyCalendar;
  source: string;
}

/** The holidays of a state: days on which no reminder leaves for it. Saturdays and Sundays are not among them. */
export interface PartyCalendar {
  /** The state's name in English: what stands after a holiday's name in the proof of a date. */
  place: string;
  /** When a person compared a year with the state's own list, by year; a year that is absent was not reviewed. */
  reviewed: Readonly<Record<string, { on: IsoDate; by?: string }>>;
  /** The days of a year in the order of time, those that a person removed among them. */
  daysOf: (year: number) => readonly CalendarDay[];
  /** The name of the holiday on a date; null on any other day. */
  holidayOn: (date: IsoDate) => string | null;
}

/** A day of a calendar, with where it comes from. */
export interface CalendarDay {
  date: IsoDate;
  name: string;
  /** `library` and `rule` are the seeds of states and headquarters; a `removed` day is no day off. */
  origin: 'library' | 'rule' | 'added' | 'removed';
  /** The source of a day that was added, the reason for one that was removed; empty for the others. */
  because: string;
}

/** A holiday as a rule, so that no year needs a list. `weekday` is 1 Monday to 7 Sunday; `nth` is 1 to 5, or -1 for the last. */
export type HolidayRule =
  | { name: string; month: number; day: number; observed: boolean; from?: number; until?: number }
  | { name: string; month: number; weekday: number; nth: number; from?: number; until?: number };

export interface Calendar {
  id: string;
  zone: string;
  rules: HolidayRule[];
  /** Days added or removed by a person, with the reason. */
  added: { date: IsoDate; name: string }[];
  removed: { date: IsoDate; name: string }[];
  source: string;
}

/** Whether a state whose membership is disputed is asked. */
export const DISPUTED_CHOICES = ['ask', 'leave-out'] as const;
export type DisputedChoice = (typeof DISPUTED_CHOICES)[number];

/** The office that writes: unit, letterhead and signatory are dated data, since the office moves. */
export interface Office {
  from: FirstDay;
  until: IsoDate | null;
  unit: Record<Language, string>;
  /** `GS/CIM/N-`: what stands before a note's number, printed as it is; the number itself is left for a person. */
  reference: Record<Language, string>;
  city: string;
  source: string;
}

/** A calendar date as exact as its source: `yyyy-mm-dd`, `yyyy-mm` or `yyyy`, without zone. */
export type PartialDate = string;

/**
 * What a state does about a treaty. `instrument` is the date that its instrument of ratification or accession bears;
 * `party-by` is the day on which a source calls it a party while the day of its deposit is not on file.
 */
export const TREATY_ACTS = ['signature', 'instrument', 'deposit', 'party-by'] as const;
export type TreatyActKind = (typeof TREATY_ACTS)[number];

/** How a state binds itself; `unknown` where the source does not say. */
export const TREATY_MANNERS = ['ratification', 'accession', 'unknown'] as const;
export type TreatyManner = (typeof TREATY_MANNERS)[number];

export interface TreatyAct {
  act: TreatyActKind;
  /** For `instrument` and `deposit` only; null for the others. */
  manner: TreatyManner | null;
  date: PartialDate;
  /** Where this date was read. */
  source: string;
}

export interface Treaty {
  /** `tip-protocol`: the file's key. */
  id: string;
  resolution: string;
  /** The operative paragraph that asks the member states to become parties. */
  paragraph: number;
  /** English, for headings of tables. */
  short: string;
  /** English in the words of the resolution. */
  name: Record<Language, string>;
  nameSource: string;
  /** Other names and numbers by which people ask for it: `B-57`. */
  alsoNamed: string[];
  /** The treaty that this one complements; null for none. */
  supplements: string | null;
  /** Null where no source on file gives the day. */
  adopted: { date: IsoDate; source: string } | null;
  /** The day on which the treaty itself entered into force; null where no source on file gives it. */
  inForce: { date: IsoDate; source: string } | null;
  /** The fields of a form in which a state tells its status and the day of it; null where no form asks. */
  answeredIn: { status: string; date: string } | null;
  /** One for every party of the catalogue. */
  states: {
    state: string;
    acts: TreatyAct[];
    /** Why there are no acts; null where there are. */ unknown: string | null;
  }[];
}

export interface Catalogue {
  /** The resolutions whose text is on file. */
  resolutions: Resolution[];
  /** The resolutions that are only cited. */
  cited: CitedResolution[];
  /** In the order of time. */
  successions: Succession[];
  treaties: Treaty[];
  events: CalendarEvent[];
  obligations: Obligation[];
  /** Of every kind, the member states first. */
  parties: Party[];
  disputed: DisputedChoice;
  headquarters: Calendar;
  offices: Office[];
}
