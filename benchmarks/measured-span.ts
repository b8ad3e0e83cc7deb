/** From when until when something was measured, in microseconds of the clock that all processes of a machine share. */
export interface Span {
  readonly from: number
  readonly to: number
}

let from = Infinity
let to = 0

/** Says that something is being measured at this moment: what is done before the first and after the last such moment is preparation. */
export function markMeasured(): void {
  const now = microseconds()
  from = Math.min(from, now)
  to = now
}

/** This moment, by that clock. */
export function microseconds(): number {
  return Number(process.hrtime.bigint() / 1000n)
}

/** What this process was measuring since this was last asked; undefined where nothing was marked. */
export function measuredSpan(): Span | undefined {
  const span = to === 0 ? undefined : { from, to }
  from = Infinity
  to = 0
  return span
}
