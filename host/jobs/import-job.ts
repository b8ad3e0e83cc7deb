import { z } from 'zod'
import { dropUpload, keepUpload, type Upload } from '../../content/index.js'
import {
  CompositorError,
  type ErrorCode,
  type Finding,
  type Json,
  type JsonObject,
} from '../../runtime/index.js'
import type { Files, Job, Jobs } from '../../store/index.js'
import type { ImportJobSettings, ImportReport } from '../authoring-work.js'

/** The kind of job that imports a folder or archive. */
export const importKind = 'import'

export const importForm = z.object({
  upload: z.object({ name: z.string(), hash: z.string() }),
  /** Epoch milliseconds. */
  asked: z.number(),
  settings: z.object({
    as: z.string().optional(),
    draft: z.boolean().optional(),
    publish: z.boolean().optional(),
    hold: z.boolean().optional(),
    edits: z.enum(['keep', 'replace', 'merge']).optional(),
    unlessChanged: z.boolean().optional(),
    strict: z.boolean().optional(),
    checkScripts: z.boolean().optional(),
  }),
})

/** The lists of an import that may be long. */
export const importLists = ['findings', 'edits'] as const

/**
 * What an import is started with: what is to be imported is kept in the store first, so that any host can go on with it.
 * @throws CompositorError `source-missing`, `source-unknown`, `archive-unsafe`, `archive-too-large`, `archive-unreadable`, `store-full`, `store-unavailable`
 */
export async function importInput(
  upload: Upload,
  settings: ImportJobSettings,
  files: Pick<Files, 'put'>,
): Promise<JsonObject> {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined)
  const asked = Date.now()
  const { name, hash } = await keepUpload(upload, files)
  return { upload: { name, hash }, asked, settings: Object.fromEntries(given) as JsonObject }
}

/** Lets go of what was kept for an import that has ended. */
export async function dropImport({ input }: Job, files: Pick<Files, 'remove'>): Promise<void> {
  const { data } = importForm.safeParse(input)
  if (data) await dropUpload(data.upload, files)
}

/**
 * What an import did, once its job is done.
 * @throws CompositorError that of the import; `job-cancelled`
 */
export async function importedBy(jobs: Jobs, job: Job): Promise<ImportReport> {
  refuseFailed(job)
  const [findings = [], edits = []] = await Promise.all(importLists.map((list) => listed(jobs, job, list)))
  const told = job.result as unknown as ImportReport
  const all = findings as unknown as readonly Finding[]
  return { ...told, edits: edits as unknown as ImportReport['edits'], findings: all, diagnostics: all }
}

/** @throws CompositorError why a job did not do what it was to do */
export function refuseFailed({ state, error }: Job): void {
  if (error) throw new CompositorError(error.code as ErrorCode, error.message, { location: error.location })
  if (state !== 'done') throw new CompositorError('job-cancelled', 'It was ended before it was done.')
}

async function listed(jobs: Jobs, { id }: Job, list: string): Promise<readonly Json[]> {
  return ((await jobs.listed(id, list)) as readonly (readonly Json[])[]).flat()
}
