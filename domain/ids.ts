/*
 * The readable names of everything durable: an administrator who knows the case knows the id. Names on the wire are a
 * contract that histories keep: never renamed.
 */

import type { Period } from './period.js';

/** Where workers take their work. */
export const TASK_QUEUE = 'coordinator';

export const WorkflowType = {
  cycle: 'cycle',
  requests: 'requests',
  incomingMail: 'incomingMail',
  digest: 'digest',
  openings: 'openings',
  report: 'report',
  sweep: 'sweep',
  adjustment: 'adjustment',
  contact: 'contact',
  contactRound: 'contactRound',
  thanks: 'thanks',
  pledgeReminder: 'pledgeReminder',
} as const;

export const MessageName = {
  deliver: 'deliver',
  delivered: 'delivered',
  requests: 'requests',
  release: 'release',
} as const;

/**
 * Search attributes and their types on the server. They are stored unencrypted: codes only, no names and no addresses.
 * Lists for people come from the record; these serve the administrator in the Temporal Web UI.
 */
export const SearchAttribute = {
  obligation: { name: 'OasObligation', type: 'KEYWORD' },
  cycle: { name: 'OasCycle', type: 'KEYWORD' },
  party: { name: 'OasParty', type: 'KEYWORD_LIST' },
  stage: { name: 'OasStage', type: 'KEYWORD_LIST' },
} as const;

/** `annual-report/2027`, `recommendations/2027-H1`: a cycle and its workflow. */
export function cycleId(obligation: string, period: Period): string {
  return `${obligation}/${period}`;
}

/** The obligation and the period that the id of a cycle is made of. */
export function partsOfCycle(cycle: string): { obligation: string; period: Period } {
  const [obligation = '', period = ''] = cycle.split('/');
  return { obligation, period };
}

/** `annual-report/2027`, of `annual-report/2027/BRA`. */
export function cycleOf(request: string): string {
  return request.slice(0, request.lastIndexOf('/'));
}

/** `annual-report/2027/BRA`: a request and, in sets of one, its workflow. */
export function requestId(cycle: string, party: string): string {
  return `${cycle}/${party}`;
}

/** The party of a request: the last part of its id. */
export function partyCodeOf(request: string): string {
  return request.slice(request.lastIndexOf('/') + 1);
}

/** `annual-report/2027/set-001`: a workflow that carries several requests. */
export function setWorkflowId(cycle: string, number: number): string {
  return `${cycle}/set-${String(number).padStart(3, '0')}`;
}

/** `mail/<receipt>`: the workflow of a received mail. */
export function mailWorkflowId(receipt: string): string {
  return `mail/${receipt}`;
}

/** `adjustment/<id>`: a decision about the time of running requests. */
export function adjustmentWorkflowId(id: string): string {
  return `adjustment/${id}`;
}

/** `contact/<id>`: a change of a contact. */
export function contactWorkflowId(id: string): string {
  return `contact/${id}`;
}

/** `report/annual-report/2027/<key>`: a report compiled on command. */
export function reportWorkflowId(cycle: string, key: string): string {
  return `report/${cycle}/${key}`;
}

/** `contact-round/annual-report/2028`: the yearly question to the missions; with a key, one that a person has asked for. */
export function contactRoundWorkflowId(cycle: string, key: string | null): string {
  return key === null ? `contact-round/${cycle}` : `contact-round/${cycle}/${key}`;
}
