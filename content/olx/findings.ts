import type { Finding } from '../../runtime/errors/index.js'
import type { AuthoredScript } from '../../runtime/olx/index.js'

/** Most findings kept of one import; as many errors again are kept after them. */
export const findingLimit = 10_000

/** The findings of one import, in the order they were made. */
export class Findings {
  readonly list: Finding[] = []
  /** Scripts to be tried where somebody asks for it. */
  readonly scripts: AuthoredScript[] = []
  private dropped = 0

  add(finding: Finding): void {
    const limit = finding.level === 'error' ? 2 * findingLimit : findingLimit
    if (this.list.length < limit) this.list.push(finding)
    else this.dropped++
  }

  /** All findings; the last says how many more there were. */
  all(): readonly Finding[] {
    if (this.dropped === 0) return this.list
    const message = `${this.dropped} more findings are not listed.`
    return [...this.list, { level: 'warning', code: 'olx-too-large', message }]
  }
}
