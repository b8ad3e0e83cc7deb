import { errorTable, type ErrorCode } from './table.js'

/** Where in an author's files something stands; lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** Extra facts an error can carry. */
export interface ErrorDetails {
  readonly location?: SourceLocation | undefined
  /** The usage key of the block concerned, as text. */
  readonly usage?: string | undefined
  /** The HTTP methods that would have been taken, where another was sent. */
  readonly methods?: readonly string[] | undefined
  readonly cause?: unknown
}

/** The plain form of an error, which survives a thread or a process border. */
export interface ErrorData {
  readonly code: ErrorCode
  readonly message: string
  readonly location?: SourceLocation
  readonly usage?: string
  readonly cause?: string
  /** Where in the code the cause was thrown; only in reports to those who write it ({@link reportOf}). */
  readonly stack?: string
}

/**
 * The one error class of the product: a code out of the {@link errorTable}, its status, what happened,
 * and where. Two errors differ by code, not by class.
 */
export class CompositorError extends Error {
  override readonly name = 'CompositorError'
  readonly code: ErrorCode
  readonly location: SourceLocation | undefined
  readonly usage: string | undefined
  readonly methods: readonly string[] | undefined

  /** @param message what happened and why, in one sentence that names the value received */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.location = details.location
    this.usage = details.usage
    this.methods = details.methods
  }

  get status(): number {
    return errorTable[this.code].status
  }

  get remedy(): string {
    return errorTable[this.code].remedy
  }

  /** The plain form; `cause` is reduced to its message. */
  toJSON(): ErrorData {
    return {
      code: this.code,
      message: this.message,
      ...(this.location && { location: this.location }),
      ...(this.usage !== undefined && { usage: this.usage }),
      ...(this.cause !== undefined && { cause: messageOf(this.cause) }),
    }
  }

  /** Rebuilds an error from its plain form, on the other side of a thread or process border. */
  static fromJSON(data: ErrorData): CompositorError {
    return new CompositorError(data.code, data.message, {
      location: data.location,
      usage: data.usage,
      ...(data.cause !== undefined && { cause: causeOf(data.cause, data.stack) }),
    })
  }

  /** Gives `error` back if it is a CompositorError, else wraps it under `code` with the original as cause. */
  static from(error: unknown, code: ErrorCode, details: ErrorDetails = {}): CompositorError {
    const cause = readable(error)
    if (cause instanceof CompositorError) return cause
    return new CompositorError(code, messageOf(cause), { ...details, cause })
  }
}

/** The plain form of an error for developers of blocks: with the stack of its cause, which hosts show to nobody. */
export function reportOf(error: CompositorError): ErrorData {
  const { stack } = error.cause instanceof Error ? error.cause : error
  return { ...error.toJSON(), ...(stack !== undefined && { stack }) }
}

function causeOf(message: string, stack: string | undefined): Error {
  const cause = new Error(message)
  if (stack !== undefined) cause.stack = stack
  return cause
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  const known = readable(thrown)
  return known instanceof Error ? known.message : String(known)
}

/** What was thrown; an error in its place where even looking at it fails, as anything can be thrown. */
export function readable(thrown: unknown): unknown {
  try {
    if (thrown instanceof Error) void `${thrown.message}${thrown.stack}`
    else void String(thrown)
    return thrown
  } catch {
    return new Error('Something was thrown that cannot be read.')
  }
}
