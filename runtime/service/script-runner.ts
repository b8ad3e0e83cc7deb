import type { Json } from '../values/json.js'

/**
 * The name of the file of a course or library that its scripts may import from, as in the incumbent. It holds how answers are
 * checked, so nobody's browser gets it.
 */
export const scriptLibrary = 'python_lib.zip'

/** The library that a script comes from. */
export interface ScriptOrigin {
  /** Its key, as text. */
  readonly library: string
  /** Hash of the version. */
  readonly version: string
}

/** The name that the file of a library version has among the static files of a course that refers to it. */
export function scriptLibraryOf({ library, version }: ScriptOrigin): string {
  return `${library}@${version}/${scriptLibrary}`
}

/** A Python script of an author, and what is wanted of it. */
export interface ScriptRun {
  /** The learning context the script belongs to, as text: it may import that context's `python_lib.zip`. */
  readonly context: string
  /** The library that the problem comes from, in the version that is referred to: it imports that one's `python_lib.zip` instead, where it has one. */
  readonly library?: ScriptOrigin
  /** The learner it is run for, so that nobody holds up others; left out where what it gives is for all. No script is told. */
  readonly learner?: string
  /** Python. Its lines are counted in error messages, so lead it to its place in the file with empty lines. */
  readonly code: string
  /** The seed of `random`. */
  readonly seed: number
  /** Names the script finds set. */
  readonly given: Readonly<Record<string, Json>>
  /** What stands after a `$` somewhere: of variables that none of these begins with, nothing is told. */
  readonly occurring: readonly string[]
  /** More code to run after the script, in its names. */
  readonly step?: ScriptStep
}

/** Code that uses what a script defined. */
export interface ScriptStep {
  readonly code: string
  readonly given: Readonly<Record<string, Json>>
  /** Whether `random` begins anew. */
  readonly reseed: boolean
  /** Names whose values are told. */
  readonly wanted: readonly string[]
}

/** What came of a script. */
export interface ScriptOutcome {
  /** Variables as the texts that stand in place of `$name`. */
  readonly texts: Readonly<Record<string, string>>
  /** The wanted values; what JSON cannot say comes as text. */
  readonly values: Readonly<Record<string, Json>>
}

/**
 * Runs Python of authors where it can do no harm. The same for all learners, so views that use it stay shared. A host
 * may have none; then what depends on scripts is shown with a notice.
 */
export abstract class ScriptRunner {
  static readonly shared = true
  /**
   * Runs a script from the beginning, in names of its own.
   * @throws CompositorError `script-failed`, `script-timeout`, `script-memory`, `script-output`, `script-paused`,
   * `script-unavailable`
   */
  abstract run(run: ScriptRun): Promise<ScriptOutcome>
}
