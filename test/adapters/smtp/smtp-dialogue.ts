import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A mail client that says exactly what a test tells it, for what well-behaved libraries never do. */
export interface SmtpDialogue {
  socket: Socket;
  /** Sends a line and resolves with the server's whole answer to it. */
  say(line: string): Promise<string>;
}

export async function openDialogue(port: number): Promise<SmtpDialogue> {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  let heard = '';
  let wake: (() => void) | null = null;
  socket.on('data', (text: string) => {
    heard += text;
    wake?.();
  });
  socket.on('error', () => undefined);
  const answer = async (): Promise<string> => {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(heard)?.[0];
      if (whole !== undefined) {
        heard = heard.slice(whole.length);
        return whole.trimEnd();
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  await answer();
  return {
    socket,
    say: (line) => {
      socket.write(`${line}\r\n`);
      return answer();
    },
  };
}
