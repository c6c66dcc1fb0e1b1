/** What a party wants instead of answering, in words for the record: by `AskKind`. */
export const ASK_WORDS = {
  assistance: 'it asks for assistance',
  extensionRequested: 'it asks for a later date',
  justification: 'it says why no answer comes',
} as const;
