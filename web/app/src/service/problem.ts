// Answers of the service that are no success, and a network that does not answer.

export class Problem extends Error {
  readonly status: number; // 0: no answer came
  readonly slug: string; // of the problem's type; "offline" without an answer
  readonly retryAfterMs: number | undefined;
  readonly detail: string;

  constructor(status: number, slug: string, detail = '', retryAfterMs?: number) {
    super(`${status} ${slug}`);
    this.status = status;
    this.slug = slug;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }

  // Worth asking again later, unchanged.
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  let slug = `http_${response.status}`;
  let detail = '';
  try {
    const body = (await response.json()) as {
      type?: string;
      errors?: { detail?: string; reason?: string; pointer?: string }[];
    };
    slug = body.type?.split(/[/:#]/).at(-1) ?? slug;
    const [first] = body.errors ?? [];
    if (first) detail = `${first.pointer ?? ''} ${first.detail ?? first.reason ?? ''}`.trim();
  } catch {
    // A proxy's page: the status says enough.
  }
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new Problem(
    response.status,
    slug,
    detail,
    Number.isNaN(seconds) ? undefined : seconds * 1000,
  );
}
