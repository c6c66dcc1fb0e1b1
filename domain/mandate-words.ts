import type { Catalogue, DutyHolder, ParagraphRef, ParagraphStatusWord, Succession } from './mandate.js';
import { symbolOf } from './register.js';
import { paragraphKey } from './succession.js';

const DUTY_WORDS: Record<DutyHolder, string> = {
  'secretary-general': 'Secretary General',
  coordinator: 'Coordinator',
  'permanent-council': 'Permanent Council',
  'member-states': 'member states',
  'permanent-observers': 'permanent observers',
  'oas-organs': 'organs, agencies and entities of the OAS',
  others: 'others',
  nobody: 'nobody',
};

/** Who must act, in English: `Secretary General, Coordinator`. */
export function dutyWords(duty: readonly DutyHolder[]): string {
  return duty.map((holder) => DUTY_WORDS[holder]).join(', ');
}

/** `under way` */
export function statusWords(status: ParagraphStatusWord): string {
  return status.replace('-', ' ');
}

/** `paragraph 5 of AG/RES. 2019 (XXXIV-O/04)`; where the number is not on file it says so. */
export function paragraphWords(catalogue: Catalogue, { resolution, paragraph }: ParagraphRef): string {
  const symbol = symbolOf(catalogue, resolution);
  return paragraph === 'unknown' ? `an unknown paragraph of ${symbol}` : `paragraph ${paragraph} of ${symbol}`;
}

/** What became of a paragraph by a succession that it is part of: `renewed by …`, `merged with … into …`. */
export function successionWords(catalogue: Catalogue, { kind, from, to }: Succession, ref: ParagraphRef): string {
  const listed = (refs: ParagraphRef[]): string => refs.map((one) => paragraphWords(catalogue, one)).join(', ');
  if (kind === 'renewed' || kind === 'superseded') return `${kind} by ${listed(to)}`;
  if (kind === 'split') return `split into ${listed(to)}`;
  const others = listed(from.filter((one) => paragraphKey(one) !== paragraphKey(ref)));
  return to.length === 0
    ? `merged with ${others}, without a new text: they are carried out together`
    : `merged with ${others} into ${listed(to)}`;
}
