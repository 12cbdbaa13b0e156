import type { IncomingMessage } from 'node:http';
import type { Plugin } from 'vite';
import type { MockServer } from './server';

/** Answers /api from memory, for work on pages without a server. Part of no build. */
export function mockClinic(): Plugin {
  return {
    name: 'clinibus:mock',
    apply: 'serve',
    async configureServer(server) {
      const { Clinic } = await server.ssrLoadModule('/dev/mock/clinic.ts');
      const clinic: MockServer = new Clinic();
      server.middlewares.use(async (request, response, next) => {
        if (!request.url?.startsWith('/api/')) {
          next();
          return;
        }
        const answer = await clinic.answer(await requestOf(request));
        response.statusCode = answer.status;
        answer.headers.forEach((value, name) => response.setHeader(name, value));
        response.end(await answer.text());
      });
    },
  };
}

async function requestOf(request: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks).toString();
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return new Request(`http://localhost${request.url}`, {
    method: request.method,
    headers,
    body: body || undefined,
  });
}
