export type Answer = { status?: number; body?: unknown; cookie?: string };
export type Handler = (match: string[], request: Request, url: URL) => Answer | Promise<Answer>;

/** Answers with a problem instead. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly slug: string,
    readonly more: object = {},
  ) {
    super(slug);
  }
}

/** Finds the handler of a request and makes a response of what it says. */
export class MockServer {
  private readonly routes: [string, RegExp, Handler][] = [];

  /** Serves a path whose parts that begin with a colon match anything. */
  on(method: string, path: string, handler: Handler) {
    this.routes.unshift([method, new RegExp(`^${path.replace(/:[a-z]+/gi, '([^/]+)')}$`), handler]);
  }

  async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    for (const [method, pattern, handler] of this.routes) {
      const match = request.method === method && pattern.exec(url.pathname);
      if (match) {
        try {
          const { status = 200, body, cookie } = await handler(match.slice(1), request, url);
          const headers = new Headers({ 'Content-Type': 'application/json' });
          if (cookie !== undefined) {
            headers.set('Set-Cookie', `mock=${cookie}; Path=/; HttpOnly`);
          }
          if (status === 202 && body === undefined) {
            headers.set('Content-Length', '0');
          }
          return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
        } catch (refusal) {
          return this.problem(refusal as Refusal);
        }
      }
    }
    return this.problem(new Refusal(404, 'not-found'));
  }

  private problem({ status = 500, slug = 'internal', more, message }: Refusal): Response {
    return new Response(JSON.stringify({ type: `/problems/${slug}`, title: message, status, ...more }), {
      status,
      headers: { 'Content-Type': 'application/problem+json' },
    });
  }
}
