/** What the reader of a page is kept waiting for at most. */
const PATIENCE_MS = 2_000;

/**
 * Waits a little for work that goes on by itself and that a sweep repeats. Returns whether it was done in time; `fail` is
 * told of a failure, also of one that comes later.
 */
export async function settleSoon(work: Promise<unknown>, fail: (fault: unknown) => void): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const done = work.then(
    () => true,
    (fault: unknown) => {
      fail(fault);
      return false;
    },
  );
  const isDone = await Promise.race([done, timeout]);
  clearTimeout(timer);
  return isDone;
}
