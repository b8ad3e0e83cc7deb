import { z } from 'zod'
import type { Json } from '../../runtime/index.js'
import { JobLeft, type RunningJob } from '../../store/index.js'
import type { Catalogue } from './catalogue.js'

/** The kind of job that makes the index of a library anew. */
export const reindexKind = 'reindex'

/** What such a job is started with. */
export const reindexForm = z.object({ context: z.string() })

/** Makes the index of a library anew, whatever it holds. @returns how many blocks it has */
export async function runReindexing(catalogue: Catalogue, job: RunningJob): Promise<Json> {
  const { context } = reindexForm.parse(job.input)
  let [last, blocks] = [0, 0]
  await catalogue.usage.follow(context)
  await catalogue.index.rebuild(context, ({ done, total }) => {
    blocks = total
    if (job.signal.aborted) throw new JobLeft('Another process is at it, or it is to end.')
    if (done - last < 2000) return
    last = done
    void job.save({ progress: { done, total }, checkpoint: null }).catch(() => undefined)
  })
  return { context, blocks }
}
