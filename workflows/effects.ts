import type { AcknowledgeEffect, Effect, PostEffect, RecordEffect, RequestEvent } from '../domain/request-events.js';
import { isCancellation } from '@temporalio/workflow';
import { partyCodeOf } from '../domain/ids.js';
import { shorten } from '../domain/text.js';
import { book, bookLocally, mail } from './activities.js';

interface EffectResult {
  requestId: string;
  event: RequestEvent;
}

/** Carries out one effect each of several requests, all of one kind, by one activity, and returns the events that follow. */
export async function carryOut(effects: Effect[]): Promise<EffectResult[]> {
  switch (effects[0]?.kind) {
    case 'record':
      await record(effects as RecordEffect[]);
      return [];
    case 'post':
      return sendPosts(effects as PostEffect[]);
    case 'acknowledge':
      return acknowledge(effects as AcknowledgeEffect[]);
    case undefined:
      return [];
  }
}

async function record(effects: RecordEffect[]): Promise<void> {
  const summary = summarise(
    effects.map(
      (effect) =>
        `${partyCodeOf(effect.requestId)}: ${effect.log.map((entry) => words(entry.key)).join(', ') || 'next date'}`,
    ),
  );
  try {
    await bookLocally.recordSteps.executeWithOptions({ summary }, [{ effects }]);
  } catch (fault) {
    if (isCancellation(fault)) throw fault;
    await book.recordSteps.executeWithOptions({ summary }, [{ effects }]);
  }
}

async function sendPosts(effects: PostEffect[]): Promise<EffectResult[]> {
  const summary = summarise(effects.map((effect) => `${partyCodeOf(effect.requestId)}: ${words(effect.rung)}`));
  const { results } = await mail.sendPosts.executeWithOptions({ summary }, [{ posts: effects }]);
  return results.map(({ requestId, rung, posts, plan }) => ({
    requestId,
    event: { type: 'posted', at: now(), rung, posts, plan },
  }));
}

async function acknowledge(effects: AcknowledgeEffect[]): Promise<EffectResult[]> {
  const summary = summarise(effects.map((effect) => `${partyCodeOf(effect.requestId)}: acknowledge ${effect.what}`));
  const { results } = await mail.sendAcknowledgements.executeWithOptions({ summary }, [{ acknowledgements: effects }]);
  return results.map(({ requestId, what, subject, status, detail }) => ({
    requestId,
    event: { type: 'acknowledged', at: now(), what, subject, status, detail },
  }));
}

/** A summary is one line of at most 200 octets or so in the Web UI. */
function summarise(lines: string[]): string {
  const [first = '', ...others] = lines;
  const text = others.length === 0 ? first : `${first} and ${others.length} more`;
  return shorten(text, 180);
}

/** `decided/recall-1` reads as `decided recall 1`. */
function words(key: string): string {
  return key.replaceAll(/[/-]/g, ' ');
}

function now(): string {
  return new Date().toISOString();
}
