import type { IsoDate, Treaty } from '../domain/mandate.js';
import { countStandings, TREATY_STANDINGS, treatyStatusOn } from '../domain/treaty.js';
import type { TreatyStatus } from '../domain/treaty.js';
import { mannerWords, reasonWords, standingWords } from '../domain/treaty-words.js';
import { formatPartialDate } from './dates.js';

/** What the annex on the treaties tells. */
export interface TreatyWords {
  /** The day of which the annex speaks. */
  on: IsoDate;
  treaties: Treaty[];
}

/** `paragraphs 1 and 2`: those that name the treaties. */
export function paragraphWords({ treaties }: TreatyWords): string {
  const numbers = [...new Set(treaties.map((treaty) => treaty.paragraph))].sort((a, b) => a - b);
  return `${numbers.length === 1 ? 'paragraph' : 'paragraphs'} ${numbers.join(' and ')}`;
}

/** The states of a report with each treaty, in English; what is not on file is said so, never 'no'. */
export function treatyAnnexOf(words: TreatyWords, states: { code: string; name: string }[]): object {
  const { on, treaties } = words;
  const sources: string[] = [];
  const rows = states.map(({ code, name }) => ({
    name,
    cells: treaties.map((treaty) => cellOf(treatyStatusOn(treaty, code, on), sources)),
  }));
  return {
    instruments: {
      paragraphs: paragraphWords(words),
      on: formatPartialDate(on, 'en'),
      treaties: treaties.map((treaty) => ({
        short: treaty.short,
        name: treaty.name.en,
        counts: countWords(states.map(({ code }) => treatyStatusOn(treaty, code, on))),
        isNothingOnFile: treaty.states.every(({ acts }) => acts.length === 0),
      })),
      rows,
      sources: sources.map((text, index) => ({ number: index + 1, text })),
    },
  };
}

function cellOf(status: TreatyStatus, sources: string[]): object {
  const { standing, because } = status;
  const reason = because.rule === 'nothing-on-file' ? '' : reasonWords(because, dateWords);
  return {
    standing: [standing === 'unknown' ? 'not on file' : standingWords(standing), mannerWords(status)]
      .filter((text) => text !== '')
      .join(' '),
    reason,
    mark: 'act' in because ? `[${placeOf(sources, withoutScheme(because.act.source))}]` : '',
  };
}

function countWords(statuses: TreatyStatus[]): string {
  const counts = countStandings(statuses);
  return [...TREATY_STANDINGS]
    .reverse()
    .filter((standing) => counts[standing] > 0)
    .map((standing) => `${counts[standing]} ${standing === 'unknown' ? 'not on file' : standingWords(standing)}`)
    .join(', ');
}

/** The number under which a source is listed; a new one is added at the end. */
function placeOf(sources: string[], source: string): number {
  if (!sources.includes(source)) sources.push(source);
  return sources.indexOf(source) + 1;
}

/** A report links to nothing: addresses are printed as they are cited. */
function withoutScheme(source: string): string {
  return source.replace(/\bhttps?:\/\//g, '');
}

function dateWords(date: string): string {
  return formatPartialDate(date, 'en');
}
