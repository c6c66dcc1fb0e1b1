import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** Well within the heartbeat timeout that the workflows ask for (`workflows/activities.ts`). */
export const HEARTBEAT_EVERY_MS = 3_000;

/**
 * Says for every activity that this process lives. After a kill -9 the server then gives the activity to another attempt when the
 * heartbeats stay out, and not only when the time of the whole activity is over. A local activity has no heartbeats: the worker itself
 * watches over it.
 */
export const heartbeat: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      if (context.info.isLocal) return next(input);
      const timer = setInterval(() => context.heartbeat(), HEARTBEAT_EVERY_MS);
      try {
        return await next(input);
      } finally {
        clearInterval(timer);
      }
    },
  },
});
