/** An answer of the server that says no, as RFC 9457 describes it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint: string | null = null,
  ) {
    super(message)
    this.name = 'Problem'
  }

  /** Whether a second try may go better without anybody doing anything. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

export const NO_NETWORK = 'no_network'

/** What went wrong, from the body of an answer or from whatever was thrown. */
export function problemOf(status: number, body: unknown): Problem {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const text = (name: string) => (typeof fields[name] === 'string' ? (fields[name] as string) : null)
  return new Problem(
    status,
    text('code') ?? `status_${status}`,
    text('detail') ?? text('message') ?? text('title') ?? `The server answered ${status}.`,
    text('hint'),
  )
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof TypeError) return new Problem(0, NO_NETWORK, error.message)
  return new Problem(0, 'unknown', error instanceof Error ? error.message : String(error))
}
