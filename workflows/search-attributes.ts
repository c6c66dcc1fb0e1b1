import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/*
 * Search attributes are stored unencrypted: codes only, no names and no addresses. Lists for people come from the
 * record; these serve the administrator in the Temporal Web UI.
 */
export const obligationKey = defineSearchAttributeKey('OasObligation', SearchAttributeType.KEYWORD);
export const cycleKey = defineSearchAttributeKey('OasCycle', SearchAttributeType.KEYWORD);
export const partyKey = defineSearchAttributeKey('OasParty', SearchAttributeType.KEYWORD_LIST);
export const stageKey = defineSearchAttributeKey('OasStage', SearchAttributeType.KEYWORD_LIST);

/** Everything that is registered with the server at start. */
export const SEARCH_ATTRIBUTES = [obligationKey, cycleKey, partyKey, stageKey];
