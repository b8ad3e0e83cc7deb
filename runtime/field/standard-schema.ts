import { CompositorError, type ErrorCode } from '../errors/index.js'

/** The part of the Standard Schema interface (version 1) that this runtime calls; zod, valibot and others have it. */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    validate(value: unknown): SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

interface SchemaIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** What a schema gives for a value that fits it. */
export type SchemaOutput<S> = S extends StandardSchema<infer Output> ? Output : never

/**
 * Checks a value at once.
 * @throws CompositorError `code`, saying where and why the value does not fit, or that the schema is asynchronous
 */
export function validate<Output>(schema: StandardSchema<Output>, value: unknown, code: ErrorCode): Output {
  const result = schema['~standard'].validate(value)
  if (result instanceof Promise) {
    throw new CompositorError(
      code,
      `The schema by ${schema['~standard'].vendor} validates asynchronously; use one that answers at once.`,
    )
  }
  if (result.issues === undefined) return result.value
  throw new CompositorError(code, result.issues.map(describe).join('; '))
}

function describe({ message, path = [] }: SchemaIssue): string {
  const where = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.')
  return where === '' ? message : `${where}: ${message}`
}

/** Whether a value is a Standard Schema. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  return value !== null && (typeof value === 'object' || typeof value === 'function') && '~standard' in value
}
