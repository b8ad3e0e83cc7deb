import { CompositorError } from '../errors/index.js'

/** The error for a value that is not of a type. `wanted` names the type and, where it helps, an example. */
export function misfit(wanted: string, value: unknown, cause?: unknown): CompositorError {
  return new CompositorError('field-value', `Expected ${wanted}, received ${shown(value)}.`, { cause })
}

function shown(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 200)
  } catch {
    return `a value of type ${typeof value} that JSON cannot carry`
  }
}
