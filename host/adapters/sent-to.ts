/** What a request was sent to, as far as somebody trusted says so; what is left out is as the request itself says. */
export interface SentTo {
  readonly scheme?: string
  /** With its port. */
  readonly host?: string
}

/** How a host believes what stands before it. */
export interface ProxyTrust {
  /**
   * Whether a proxy stands before this server that sets `X-Forwarded-Proto` and `X-Forwarded-Host`, so that they are not whatever a
   * browser wrote; false if not said.
   */
  readonly trustProxy?: boolean
}

/** What the nearest proxy says that a request was sent to. @param header gives a header of the request */
export function forwardedTo(
  header: (name: string) => string | undefined,
  { trustProxy = false }: ProxyTrust,
): SentTo {
  if (!trustProxy) return {}
  const scheme = nearest(header('x-forwarded-proto'))?.toLowerCase()
  return {
    ...(scheme !== undefined && /^https?$/.test(scheme) && { scheme }),
    ...namedHost(nearest(header('x-forwarded-host'))),
  }
}

/** A host in what a request was sent to, unless it is no name of one. */
export function namedHost(host: string | undefined): Pick<SentTo, 'host'> {
  return host !== undefined && /^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i.test(host) ? { host } : {}
}

/** Each proxy on the way adds its own behind those before it. */
function nearest(values: string | undefined): string | undefined {
  return values?.split(',').at(-1)?.trim()
}
