import type { AskKind } from '../request-state.js';

/** What a party wants instead of answering, in words for the record. */
export const ASK_WORDS: Record<AskKind, string> = {
  assistance: 'it asks for assistance',
  extensionRequested: 'it asks for a later date',
  justification: 'it says why no answer comes',
};
