import type { FirstDay, IsoDate, ParagraphRef, Succession } from './mandate.js';

/** A paragraph of a chain, with the days on which it carried the mandate. */
export interface Mandate {
  ref: ParagraphRef;
  /** The first day; `unknown` where the record does not give the adoption of the first paragraph. */
  from: FirstDay;
  /** The first day on which it no longer carried it; null while it does. */
  until: IsoDate | null;
  /** What brought it in; null for the paragraph that the chain begins with. */
  by: Succession | null;
  /** Whether it came in beside the obligation's own line, by a merger that left every mandate in force. */
  isJoined: boolean;
}

/** `ag-res-2019/5`: two references are the same paragraph if their keys are. */
export function paragraphKey({ resolution, paragraph }: ParagraphRef): string {
  return `${resolution}/${paragraph}`;
}

/**
 * The chain of mandates of an obligation: the paragraph that created it, then every paragraph that it passed to or was joined
 * with, in the order of time. Nothing is ever taken out of a chain: a later succession closes a mandate and adds others.
 *
 * @param successions in any order; those of one day are taken in the order given
 * @param start the paragraph that the obligation names
 * @param adopted the day on which that paragraph was adopted
 */
export function mandateChain(successions: readonly Succession[], start: ParagraphRef, adopted: FirstDay): Mandate[] {
  const chain: Mandate[] = [{ ref: start, from: adopted, until: null, by: null, isJoined: false }];
  for (const succession of inOrderOfTime(successions)) {
    const { date, from, to } = succession;
    const ended = chain.filter(({ ref, until }) => until === null && includes(from, ref));
    if (ended.length === 0) continue;
    const leavesAllInForce = to.length === 0;
    const isJoined = leavesAllInForce || ended.every((mandate) => mandate.isJoined);
    if (!leavesAllInForce) for (const mandate of ended) mandate.until = date;
    for (const ref of leavesAllInForce ? from : to) {
      const carrying = chain.find((mandate) => mandate.until === null && sameParagraph(mandate.ref, ref));
      if (carrying && (isJoined || !carrying.isJoined)) continue;
      // A mandate that stood beside the obligation's line and now receives it goes on as part of it.
      if (carrying) carrying.until = date;
      chain.push({ ref, from: date, until: null, by: succession, isJoined });
    }
  }
  return chain;
}

/**
 * The paragraphs that carry an obligation on a day, the one in the direct line first. There is always one: before its
 * adoption, the paragraph that created it.
 */
export function carriersOn(successions: readonly Succession[], start: ParagraphRef, date: IsoDate): ParagraphRef[] {
  const upToDate = successions.filter((succession) => succession.date <= date);
  const carriers = mandateChain(upToDate, start, 'unknown').filter(({ until }) => until === null);
  return [...carriers.filter((one) => !one.isJoined), ...carriers.filter((one) => one.isJoined)].map(({ ref }) => ref);
}

/** What a paragraph passed to or was joined with, in the order of time; empty while it carries its mandate alone. */
export function successionsFrom(successions: readonly Succession[], ref: ParagraphRef): Succession[] {
  return inOrderOfTime(successions).filter(({ from }) => includes(from, ref));
}

/** What passed to a paragraph, in the order of time. */
export function successionsTo(successions: readonly Succession[], ref: ParagraphRef): Succession[] {
  return inOrderOfTime(successions).filter(({ to }) => includes(to, ref));
}

/** The obligation that carries a duty on which has ended by a day; undefined while it has not. */
export function heirOn(successions: readonly Succession[], obligation: string, date: IsoDate): string | undefined {
  const passages = inOrderOfTime(successions).flatMap((one) => (one.date <= date ? (one.duties ?? []) : []));
  return passages.find(({ ends }) => ends === obligation)?.goesOnIn;
}

function sameParagraph(a: ParagraphRef, b: ParagraphRef): boolean {
  return paragraphKey(a) === paragraphKey(b);
}

function includes(refs: readonly ParagraphRef[], ref: ParagraphRef): boolean {
  return refs.some((one) => sameParagraph(one, ref));
}

/** ISO dates order as strings; the sort is stable, so that those of one day keep their order. */
function inOrderOfTime(successions: readonly Succession[]): Succession[] {
  return [...successions].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}
