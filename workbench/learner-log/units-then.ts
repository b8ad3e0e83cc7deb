import { Courseware } from '../../host/courseware.js'
import type { Host } from '../../host/host.js'
import { openHost } from '../../host/open-host.js'
import { htmlResponse, type HostRequest, type HostResponse } from '../../host/http/exchange.js'
import { LearnerLog, LearnerStore, MemoryEventLog, type EventLines } from '../../lms/index.js'
import { CompositorError, parseUsageKey } from '../../runtime/index.js'
import { blockPage } from '../workbench-page.js'

/** Where files of the store's courses are below the workbench. */
export const sitePath = '/learner/site'

/**
 * Units of a store as a learner had them after a step of their log: what is published now, with what was stored then, at that time. What
 * looking would store is kept nowhere.
 */
export class UnitsThen implements AsyncDisposable {
  private constructor(
    private readonly host: Host,
    private readonly learner: string,
  ) {}

  /** @param store its address @throws see {@link openHost} */
  static async open(store: string, learner: string, plugins: readonly string[] = []): Promise<UnitsThen> {
    const options = { jobs: false, learner: () => ({ id: learner }), base: sitePath, plugins }
    return new UnitsThen(await openHost({ ...options, store }), learner)
  }

  /** The learner's log: what the store keeps of their changes, and what the lines of its event log tell besides. */
  log(lines: EventLines | undefined): Promise<LearnerLog> {
    const { records } = this.host.courseware.options.learners
    return LearnerLog.read(this.learner, {
      lines,
      records,
      userId: this.host.learner(this.learner).anonymousId,
    })
  }

  /** @param count how many steps are taken @throws what showing the unit to the learner throws */
  async page(log: LearnerLog, count: number, unit: string): Promise<HostResponse> {
    const { courseware } = this.host
    const at = log.steps[count - 1]?.at
    const then = new Courseware(
      {
        ...courseware.options,
        ...(at !== undefined && { now: () => at }),
        learners: new LearnerStore(await log.recordsAfter(count)),
        events: new MemoryEventLog(),
      },
      courseware,
    )
    const { fragment } = await then.page(parseUsageKey(unit), this.host.learner(log.learner))
    return htmlResponse(blockPage('The unit', fragment.content, fragment.resources))
  }

  /** Pictures and styles that units show. */
  async file(request: HostRequest, rest: string): Promise<HostResponse> {
    if (/^(assets|client)\//.test(rest)) return this.host.answer(request)
    throw new CompositorError('file-not-found', 'The unit is here to look at only.')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host.close()
  }
}
