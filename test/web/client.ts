import { request as openRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

export interface Answer {
  statusCode: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  body: string;
}

/** One request over the wire, with exactly these headers; redirects are not followed. */
export async function send(
  url: string,
  options: { method?: string; headers?: Record<string, string>; payload?: Buffer | string } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, payload } = options;
  return new Promise((resolve, reject) => {
    const length = payload === undefined ? {} : { 'content-length': String(Buffer.byteLength(payload)) };
    const outgoing = openRequest(url, { method, headers: { ...headers, ...length } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({
          statusCode: incoming.statusCode ?? 0,
          headers: incoming.headers,
          bytes,
          body: bytes.toString('utf8'),
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}
