import { get } from 'node:http';

export interface Listening<T> extends Disposable {
  /** Data of the events so far. */
  readonly events: T[];
  readonly ended: boolean;
}

/** Listens to server-sent events; resolves when the stream is open. */
export const listen = <T>(address: string): Promise<Listening<T>> =>
  new Promise((resolve, reject) => {
    const url = new URL(address);
    const options = { host: '127.0.0.1', port: url.port, path: url.pathname + url.search };
    const headers = { host: url.host };
    const asked = get({ ...options, headers, agent: false }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${address}: ${answer.statusCode}`));
      const events: T[] = [];
      let ended = false;
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
        const parts = text.split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts)
          if (part.startsWith('data: ')) events.push(JSON.parse(part.slice('data: '.length)));
      });
      answer.on('error', () => undefined);
      answer.on('close', () => {
        ended = true;
      });
      resolve({
        events,
        get ended() {
          return ended;
        },
        [Symbol.dispose]: () => asked.destroy(),
      });
    });
    asked.on('error', (error) => reject(error));
  });
