import { z } from 'zod'
import { countedFindings } from '../../drafts/unseen-blocks.js'
import { apiRoute, reply } from '../api-route.js'
import { finding, ofContext, usageKey, versionName, words } from '../api-values.js'
import { jobAnswer, jobLocation, jobView } from '../job-answer.js'

const tag = 'publishing'

const unseen = apiRoute({
  id: 'listUnseen',
  tag,
  summary: 'What learners would not see if the draft were published: blocks that cannot be read or shown',
  method: 'GET',
  path: '/contexts/:context/unseen',
  may: 'read',
  parts: ofContext,
  answers: {
    200: z.object({
      draft: versionName,
      blocks: z.array(z.object({ key: usageKey, type: z.string(), title: z.string(), finding })).readonly(),
      findings: z
        .array(finding)
        .readonly()
        .describe('The same, those that say the same as one with their count'),
    }),
  },
  refuses: ['context-unknown'],
  async run({ host, parts }) {
    const { version, blocks } = await host.drafts.unseen(parts.context)
    const findings = countedFindings(blocks.map((block) => block.finding))
    return reply(200, { draft: version, blocks, findings }, { draft: version })
  },
})

const publish = apiRoute({
  id: 'publishDraft',
  tag,
  summary: 'Publishes the draft, or some blocks of it: learners see it once the job is done',
  method: 'POST',
  path: '/contexts/:context/publish',
  may: 'publish',
  changesDraft: true,
  parts: ofContext,
  body: words
    .extend({
      usages: z.array(usageKey).max(10_000).default([]).describe('Blocks that are published; none for all'),
      name: z.string().min(1).max(300).optional().describe('What the version is called'),
    })
    .strict(),
  answers: { 202: jobAnswer },
  refuses: ['version-unnamed', 'version-unknown', 'block-not-found', 'library-closed'],
  async run({ host, caller, parts, body, expected }) {
    const { usages, name, comment } = body
    const said = { name, comment, author: caller.person.id }
    const job = await host.authoring.startPublish(parts.context, { ...said, usages, version: expected })
    return reply(202, await jobView(host.jobs.jobs, job), { location: jobLocation(host.base, job) })
  },
})

/** From a draft to what learners see. */
export const publishRoutes = [unseen, publish]
