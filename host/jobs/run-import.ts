import { uploadIn } from '../../content/index.js'
import type { Json } from '../../runtime/index.js'
import type { Files, RunningJob } from '../../store/index.js'
import type { Authoring } from '../authoring.js'
import { importForm, importLists } from './import-job.js'
import { NotedProgress } from './noted-progress.js'

/** What of a list is kept in one record. */
const chunk = 100

/** Imports what a job was started with, from the beginning: what an earlier process has stored is not stored again. */
export async function runImport(
  { authoring, files }: { readonly authoring: Authoring; readonly files: Pick<Files, 'open'> },
  job: RunningJob,
): Promise<Json> {
  const { upload, asked, settings } = importForm.parse(job.input)
  const progress = new NotedProgress(job)
  const { as, edits, draft, publish, hold, unlessChanged, strict, checkScripts } = settings
  const report = await authoring.import(await uploadIn(upload, files), {
    ...(as !== undefined && { as }),
    ...(edits && { edits }),
    ...(draft && { draft }),
    ...(publish && { publish }),
    ...(hold && { hold }),
    ...(unlessChanged && { unlessChanged }),
    ...(strict && { strict }),
    ...(checkScripts && { checkScripts }),
    asked,
    beforeSave: () => progress.settle(),
    onProgress: (step) => progress.note(step),
  })
  await progress.finish(Object.values(report.blocks).reduce((sum, count) => sum + count, 0))
  const { diagnostics: _same, ...told } = report
  for (const list of importLists)
    await listAll(job, list, report[list] as readonly unknown[] as readonly Json[])
  return { ...told, findings: report.findings.length, edits: report.edits.length } as unknown as Json
}

async function listAll(job: RunningJob, list: string, values: readonly Json[]): Promise<void> {
  const chunks: Json[] = []
  for (let start = 0; start < values.length; start += chunk) chunks.push(values.slice(start, start + chunk))
  for (const [place, value] of chunks.entries())
    await job.save({ progress: job.job.progress, checkpoint: null, listed: [{ list, place, value }] })
}
