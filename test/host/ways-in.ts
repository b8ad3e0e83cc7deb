import type { MadeSite } from './made-site.js'
import { outcomeOf } from './made-site.js'

/** What a learner may ask of one block that keeps what is answered: a problem. */
export interface Place {
  readonly context: string
  readonly unit: string
  readonly problem: string
  /** Block id, as links have it. */
  readonly id: string
}

/** A way in: how it ends for a learner, as a status, and a code where it is refused. */
export type WayIn = (site: MadeSite, place: Place, learner: string) => Promise<string>

const path = (text: string) => encodeURIComponent(text)
const answer = {}

/** Calls the page of a unit as an embedded one of somebody who may see it, to get an address that holds. */
async function embeddedPlace(site: MadeSite, { unit }: Place, learner: string): Promise<string> {
  const { html } = (await (await site.embedded(unit, learner)).json()) as { html: string }
  return /data-handlers="([^"]*\/embedded\/[^/"]+)/.exec(html)?.[1] ?? 'none'
}

/** Every way to a block of a unit. */
export const waysToBlock: Readonly<Record<string, WayIn>> = {
  'page of the unit': async (site, { unit }, learner) =>
    outcomeOf(await site.get(`/units/${path(unit)}`, learner)),
  'embedded unit': async (site, { unit }, learner) => outcomeOf(await site.embedded(unit, learner)),
  handler: async (site, { problem }, learner) =>
    outcomeOf(await site.post(`/blocks/${path(problem)}/handlers/problem_get`, answer, learner)),
  'handler of a form': async (site, { problem }, learner) =>
    outcomeOf(await site.form(`/blocks/${path(problem)}/handlers/problem_get`, '', learner)),
  'data of the block': async (site, { problem }, learner) =>
    outcomeOf(await site.get(`/blocks/${path(problem)}/views/student_view_data`, learner)),
  'data of the learner': async (site, { problem }, learner) =>
    outcomeOf(await site.get(`/blocks/${path(problem)}/views/student_view_user_state`, learner)),
  'signed address': async (site, { problem }, learner) => {
    const handler = 'problem_get'
    const { signature } = site.host.signatures.sign({ learner, usageKey: problem, handler })
    return outcomeOf(
      await site.post(
        `/blocks/${path(problem)}/signed/${path(learner)}/${signature}/${handler}`,
        answer,
        learner,
      ),
    )
  },
}

/** Every way to a course or library as a whole. */
export const waysToContext: Readonly<Record<string, WayIn>> = {
  outline: async (site, { context }, learner) =>
    outcomeOf(await site.get(`/contexts/${path(context)}`, learner)),
  progress: async (site, { context }, learner) =>
    outcomeOf(await site.get(`/progress/${path(context)}`, learner)),
  'jump by key': async (site, { context, problem }, learner) =>
    outcomeOf(await site.get(`/jump/${path(context)}/${path(problem)}`, learner)),
  'jump by id': async (site, { context, id }, learner) =>
    outcomeOf(await site.get(`/jump/${path(context)}/${id}`, learner)),
  'static file': async (site, { context }, learner) =>
    outcomeOf(await site.get(`/assets/${path(context)}/note.txt`, learner)),
}

/** What was made for a learner who might see the unit, used later. */
export async function laterWays(
  site: MadeSite,
  place: Place,
  learner: string,
): Promise<Readonly<Record<string, () => Promise<string>>>> {
  const { context, problem, unit } = place
  const embedded = await embeddedPlace(site, place, learner)
  const files = site.host.embedding?.places.filled(
    site.host.embedding.places.marked.assets ?? '',
    'http://localhost',
    { id: learner, unit },
    context,
  )
  return {
    'embedded handler': async () =>
      outcomeOf(await site.fromPage(`${embedded}/blocks/${path(problem)}/handlers/problem_get`, answer)),
    'embedded data': async () =>
      outcomeOf(await site.fromPage(`${embedded}/blocks/${path(problem)}/views/student_view_user_state`)),
    'embedded file': async () => outcomeOf(await site.fromPage(`${files}/assets/${path(context)}/note.txt`)),
  }
}
