import { z } from 'zod'
import type { LogWords } from '../../content/index.js'
import type { Finding, JsonObject } from '../../runtime/index.js'
import type { Job } from '../../store/index.js'
import { refuseFailed } from './import-job.js'

/** The kind of job that publishes a version. */
export const publishKind = 'publish'

export const publishForm = z.object({
  context: z.string(),
  /** Name of the version. */
  version: z.string(),
  /** Epoch milliseconds. */
  asked: z.number(),
  words: z.object({
    name: z.string().optional(),
    comment: z.string().optional(),
    author: z.string().optional(),
  }),
})

/** What a publication is started with. @param version name of what was seen when it was asked for */
export function publishInput(context: string, version: string, words: LogWords): JsonObject {
  const said = Object.entries(words).filter((one): one is [string, string] => one[1] !== undefined)
  return { context, version, asked: Date.now(), words: Object.fromEntries(said) }
}

/** What two publications have in common that are one. */
export function solePublish(context: string, version: string, { name = '', comment = '' }: LogWords): string {
  return JSON.stringify([context, version, name, comment])
}

/** What a publication had to say, once its job is done. @throws CompositorError that of the publication; `job-cancelled` */
export function publishedBy(job: Job): {
  readonly context: string
  readonly version: string
  readonly findings: readonly Finding[]
} {
  refuseFailed(job)
  return job.result as unknown as ReturnType<typeof publishedBy>
}
