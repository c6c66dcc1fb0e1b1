import { defineSearchAttributeKey } from '@temporalio/common';
import { SearchAttribute } from '../domain/ids.js';

const { obligation, cycle, party, stage } = SearchAttribute;

export const obligationKey = defineSearchAttributeKey(obligation.name, obligation.type);
export const cycleKey = defineSearchAttributeKey(cycle.name, cycle.type);
export const partyKey = defineSearchAttributeKey(party.name, party.type);
export const stageKey = defineSearchAttributeKey(stage.name, stage.type);
