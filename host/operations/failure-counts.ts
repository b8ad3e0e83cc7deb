import { errorTable } from '../../runtime/index.js'

/** How often something failed, by error code. A code that is none of ours, as a plugin may make one up, is `unknown`. */
export class FailureCounts {
  readonly byCode = new Map<string, number>()

  count(code: string): void {
    const known = Object.hasOwn(errorTable, code) ? code : 'unknown'
    this.byCode.set(known, (this.byCode.get(known) ?? 0) + 1)
  }
}
