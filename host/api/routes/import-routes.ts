import { z } from 'zod'
import { CompositorError } from '../../../runtime/index.js'
import { apiRoute, reply } from '../api-route.js'
import { jobAnswer, jobLocation, jobView } from '../job-answer.js'
import { Spooled } from '../spooled-upload.js'

/** What an archive may be sent as, and what its name then ends with. */
const endings: Readonly<Record<string, string>> = {
  'application/gzip': '.tar.gz',
  'application/x-gzip': '.tar.gz',
  'application/x-tar': '.tar',
  'application/zip': '.zip',
}

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true')

const upload = apiRoute({
  id: 'importContext',
  tag: 'files',
  summary:
    'Imports an archive of a course or library; the first import of each is published, a later one becomes the draft',
  method: 'POST',
  path: '/imports',
  may: 'somebody',
  query: z.object({
    edits: z
      .enum(['keep', 'replace', 'merge'])
      .optional()
      .describe('What becomes of edits since the last import; left out, an import over them is refused'),
    as: z.string().optional().describe('A key under which a library is taken in, in place of its own'),
    publish: flag.describe('Publish it though it is not the first'),
    draft: flag.describe('Take drafts where the files have them, and publish nothing'),
    strict: flag.describe('Store nothing where learners would miss something'),
    checkScripts: flag.describe('Run each problem’s script once before'),
  }),
  body: { upload: Object.keys(endings) },
  answers: { 202: jobAnswer },
  refuses: ['author-only', 'archive-too-large', 'archive-unreadable', 'archive-unsafe', 'store-full'],
  async run({ host, request, caller, query, body }) {
    if (!caller.isSiteAuthor)
      throw new CompositorError(
        'author-only',
        'An archive may hold any course or library, so only authors of the whole site import it.',
      )
    const type = request.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
    const { as, edits, ...settings } = query
    const name = `upload${endings[type] ?? ''}`
    await using spooled = await Spooled.of(body, name)
    const job = await host.authoring.startImport(
      { name, path: spooled.path },
      {
        ...settings,
        ...(as !== undefined && { as }),
        ...(edits && { edits }),
      },
    )
    return reply(202, await jobView(host.jobs.jobs, job), { location: jobLocation(host.base, job) })
  },
})

/** Files of courses and libraries, into the store. */
export const importRoutes = [upload]
