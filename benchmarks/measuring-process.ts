/** A process that measures what it is asked for, one after the other, for {@link OwnProcess}; it ends with the one that asks. */
import { benchmarks } from './all-benchmarks.js'
import { calibrated } from './calibration.js'
import { courseReport } from './course-units.js'
import { loaded } from './load-host.js'
import { measuredSpan, type Span } from './measured-span.js'
import { measuredCosts } from './measured-costs.js'
import { h5pNode } from './peers/h5p.js'
import { xblockPython } from './peers/xblock-python.js'

const measurements = {
  calibration: calibrated,
  /** Nothing, which is `null`, where the benchmark stands aside. */
  benchmark: async (id: string) => (await benchmarks.find((one) => one.id === id)?.run()) ?? null,
  course: courseReport,
  costs: measuredCosts,
  load: loaded,
  xblock: xblockPython,
  h5p: h5pNode,
}

/** What can be asked for, by name. */
export type Measurements = typeof measurements

/** What is sent to the process: a name of {@link Measurements}, and what the function takes. */
export interface Asked {
  readonly name: keyof Measurements
  readonly given: readonly unknown[]
}

/** What it answers: what was found, and when it was measured, where that is known; or why nothing was found. */
export type Answered =
  | { readonly found?: unknown; readonly span: Span | undefined }
  | { readonly failed: string }

process.on('disconnect', () => process.exit())
process.on('message', ({ name, given }: Asked) => {
  const measure = measurements[name] as (...given: readonly unknown[]) => Promise<unknown>
  measure(...given).then(
    (found) => answer({ found, span: measuredSpan() }),
    (thrown: unknown) => answer({ failed: thrown instanceof Error ? thrown.message : String(thrown) }),
  )
})

function answer(answered: Answered): void {
  process.send?.(answered)
}
