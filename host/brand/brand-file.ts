import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { CompositorError } from '../../runtime/index.js'
import type { BrandOptions } from './brand.js'

const color = z.union([z.string(), z.strictObject({ light: z.string(), dark: z.string() })])

const brand = z.strictObject({
  name: z.string(),
  logo: z.string().optional(),
  home: z.string().optional(),
  colors: z.strictObject({ accent: color, ink: color, paper: color, card: color }).partial().optional(),
  header: z.string().optional(),
  footer: z.string().optional(),
})

/**
 * How a host's pages present themselves, as a file of JSON says it: the `brand` of `openHost`, its picture found from where the file is.
 * @throws CompositorError `host-options` for a file that cannot be read, is no JSON, or says something else
 */
export function brandIn(path: string): BrandOptions {
  let given: unknown
  try {
    given = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw refused(path, cause instanceof Error ? cause.message : String(cause), cause)
  }
  const { data, error } = brand.safeParse(given)
  if (!data) {
    const [first] = error.issues
    throw refused(path, [first?.path.join('.'), first?.message].filter(Boolean).join(': '), error)
  }
  const { logo, ...rest } = data
  const found = logo === undefined || /^https?:/i.test(logo) ? logo : resolve(dirname(path), logo)
  return { ...(rest as BrandOptions), ...(found !== undefined && { logo: found }) }
}

function refused(path: string, why: string, cause: unknown): CompositorError {
  return new CompositorError('host-options', `The brand in ${path} cannot be used: ${why}`, { cause })
}
