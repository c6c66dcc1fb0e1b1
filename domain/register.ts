import type {
  Catalogue,
  CitedResolution,
  IsoDate,
  Language,
  Obligation,
  Paragraph,
  ParagraphRef,
  ParagraphStatus,
  Resolution,
  Succession,
} from './mandate.js';
import { statusOn } from './paragraph.js';
import { carriersOn, mandateChain, paragraphKey, successionsFrom, successionsTo } from './succession.js';
import type { Mandate } from './succession.js';
import { isSameDocument, parseSymbol } from './symbol.js';

/** A paragraph of the register, as it stood on a day. */
export interface RegisterEntry {
  ref: ParagraphRef;
  symbol: string;
  paragraph: Paragraph;
  /** What held on the day; null before the adoption. */
  status: ParagraphStatus | null;
  /** What it passed to, was renewed by or joined with up to that day, in the order of time. */
  successions: Succession[];
  /** What passed to it up to that day. */
  predecessors: Succession[];
  /** The obligations that carry it, itself or as a link of their chain up to that day; empty where none does yet. */
  obligations: Obligation[];
}

/** What is cited and quoted as the basis of an obligation. */
export interface Citation {
  symbol: string;
  paragraph: number;
  /** The official text in the language asked for; null where it is not on file. */
  text: string | null;
}

/** A resolution of the register by its id, its symbol in full or in short, or its number: `ag-res-2019`, `AG/RES. 2019`, `2019`. */
export function findResolution(
  { resolutions, cited }: Catalogue,
  asked: string,
): Resolution | CitedResolution | undefined {
  const text = asked.trim();
  const all = [...resolutions, ...cited];
  const symbol = parseSymbol(text.toUpperCase());
  return (
    all.find(({ id }) => id === text.toLowerCase()) ??
    all.find((one) => one.symbol.toLowerCase() === text.toLowerCase()) ??
    all.find((one) => {
      const known = parseSymbol(one.symbol);
      return known !== undefined && (symbol ? isSameDocument(known, symbol) : String(known.number) === text);
    })
  );
}

/** The symbol of a resolution by its id; the id itself where the register does not hold it. */
export function symbolOf({ resolutions, cited }: Catalogue, id: string): string {
  return [...resolutions, ...cited].find((one) => one.id === id)?.symbol ?? id;
}

/** A paragraph of a resolution whose text is on file, as it stood on a day; `undefined` where there is none. */
export function entryOn(catalogue: Catalogue, ref: ParagraphRef, date: IsoDate): RegisterEntry | undefined {
  const resolution = catalogue.resolutions.find(({ id }) => id === ref.resolution);
  const paragraph = resolution?.paragraphs.find(({ number }) => number === ref.paragraph);
  if (!resolution || !paragraph) return undefined;
  const successions = catalogue.successions.filter((succession) => succession.date <= date);
  return {
    ref,
    symbol: resolution.symbol,
    paragraph,
    status: statusOn(paragraph, date) ?? null,
    successions: successionsFrom(successions, ref),
    predecessors: successionsTo(successions, ref),
    obligations: catalogue.obligations.filter(
      (obligation) =>
        isServed(obligation, ref) ||
        chainOf(catalogue, obligation, date).some((mandate) => paragraphKey(mandate.ref) === paragraphKey(ref)),
    ),
  };
}

/** Whether the answers to an obligation serve a paragraph beside its own. */
function isServed({ resolution, serves }: Obligation, ref: ParagraphRef): boolean {
  return resolution === ref.resolution && serves.some((number) => number === ref.paragraph);
}

/** The chain of mandates of an obligation up to a day: the paragraph that created it, and what it passed to. */
export function chainOf(catalogue: Catalogue, obligation: Obligation, date: IsoDate): Mandate[] {
  const adopted = catalogue.resolutions.find(({ id }) => id === obligation.resolution)?.adoptedDate ?? 'unknown';
  const successions = catalogue.successions.filter((succession) => succession.date <= date);
  return mandateChain(successions, originOf(obligation), adopted);
}

/** The obligations whose mandate passes on by a succession: those that one of its paragraphs carries or is served by on the eve of it. */
export function obligationsUnder(
  catalogue: Catalogue,
  { date, from }: Pick<Succession, 'date' | 'from'>,
): Obligation[] {
  const before = catalogue.successions.filter((one) => one.date < date);
  return catalogue.obligations.filter((obligation) => {
    const carriers = carriersOn(before, originOf(obligation), date);
    return from.some(
      (ref) => isServed(obligation, ref) || carriers.some((one) => paragraphKey(one) === paragraphKey(ref)),
    );
  });
}

/**
 * What is cited as the basis of an obligation on a day, in a language: the paragraph that carries it then. A successor is
 * cited once it can be quoted. Until its text is on file in that language the last one before it is cited on, since it stays
 * true that the duty comes from there; words of the earlier paragraph are never put under the symbol of the later one.
 */
export function citationOn(catalogue: Catalogue, obligation: Obligation, date: IsoDate, language: Language): Citation {
  const origin = originOf(obligation);
  const [carrier] = carriersOn(catalogue.successions, origin, date);
  const own = chainOf(catalogue, obligation, date)
    .filter(({ isJoined }) => !isJoined)
    .map(({ ref }) => ref)
    .reverse();
  const quotable = [...(carrier ? [carrier] : []), ...own].find((ref) => textOf(catalogue, ref, language) !== null);
  const { resolution, paragraph } = quotable ?? origin;
  return {
    symbol: symbolOf(catalogue, resolution),
    paragraph: paragraph === 'unknown' ? obligation.paragraph : paragraph,
    text: textOf(catalogue, { resolution, paragraph }, language),
  };
}

function textOf(
  { resolutions }: Catalogue,
  { resolution, paragraph }: ParagraphRef,
  language: Language,
): string | null {
  const found = resolutions.find(({ id }) => id === resolution);
  return found?.paragraphs.find(({ number }) => number === paragraph)?.text[language] ?? null;
}

function originOf({ resolution, paragraph }: Obligation): ParagraphRef {
  return { resolution, paragraph };
}
