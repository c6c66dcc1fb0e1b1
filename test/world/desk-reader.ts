/** The desk in a browser that has signed in by the link which the start printed. */
export interface DeskReader {
  /** A page's words, or a file's bytes. Fails at anything but 200. */
  page(path: string): Promise<string>;
  file(path: string): Promise<Buffer>;
}

/** @param startOutput what `coordinator start` printed. */
export async function signIn(startOutput: string): Promise<DeskReader> {
  const link = new URL(/^Sign in to the desk: (\S+)$/m.exec(startOutput)?.[1] ?? '');
  const answer = await fetch(`${link.origin}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: link.origin },
    body: new URLSearchParams({ token: link.searchParams.get('token') ?? '' }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  if (answer.status !== 303 || cookie === '') throw new Error(`the sign-in link was refused: ${answer.status}`);
  const get = async (path: string): Promise<Response> => {
    const page = await fetch(`${link.origin}${path}`, { headers: { cookie } });
    if (!page.ok) throw new Error(`${path}: ${page.status} ${await page.text()}`);
    return page;
  };
  return {
    page: async (path) => (await get(path)).text(),
    file: async (path) => Buffer.from(await (await get(path)).arrayBuffer()),
  };
}
