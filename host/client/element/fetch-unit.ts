/** A unit as a host gives it to pages of other sites: see `host/routes/embed-routes.ts`. */
export interface EmbeddedUnit {
  readonly format: 1
  /** Its usage key; hosts that tell nothing of what happens do not say it. */
  readonly unit?: string
  readonly title: string
  readonly html: string
  readonly styles: readonly string[]
  readonly scripts: readonly string[]
  readonly loader: string
  /** The learner's language, for words of blocks. */
  readonly locale?: string
}

/** A refusal in the host's words. */
export class UnitRefused extends Error {}

/**
 * Asks a host for a unit.
 * @param address of the unit's page at its host
 * @throws UnitRefused, or TypeError where the host cannot be reached or does not answer pages of this site
 */
export async function fetchUnit(address: URL, token: string, signal: AbortSignal): Promise<EmbeddedUnit> {
  const asked = new URL(address)
  asked.pathname = `${address.pathname.replace(/\/$/, '')}/embedded`
  const response = await fetch(asked, {
    headers: { Accept: 'application/json', ...(token !== '' && { Authorization: `Bearer ${token}` }) },
    credentials: 'same-origin',
    cache: 'no-store',
    signal,
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (!response.ok)
    throw new UnitRefused(refusalIn(answer) ?? `The host answered with status ${response.status}.`)
  if (isUnit(answer)) return answer
  throw new UnitRefused('The host gives units in another form than this page’s element shows.')
}

function isUnit(answer: unknown): answer is EmbeddedUnit {
  return typeof answer === 'object' && answer !== null && 'format' in answer && answer.format === 1
}

function refusalIn(answer: unknown): string | undefined {
  const error = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : undefined
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : undefined
}
