import { parseUsageKey } from 'unit-compositor'
import { DrilledCourse, expected } from './drilled-course.mjs'

const course = new DrilledCourse('edit')
const block = `/author/blocks/${encodeURIComponent(course.usage('html', 'h0'))}`
const numberIn = (text) => Number(/Name (\d+)/.exec(text)?.[1] ?? 0)

/** The number in the name of a block: of the draft, and of what is published. */
export async function found({ host, ask }) {
  if (!(await course.isThere(host))) await course.import(host, 1)
  const draft = numberIn(expected(200, await ask(block)))
  const published = await host.courseware.blocks(parseUsageKey(course.units[0]), host.learner('ada'))
  return { draft, published: numberIn(JSON.stringify(published)) }
}

/** Saves the next name, and publishes it in every third round. */
export async function work({ ask }, { draft }, round) {
  const next = draft + 1 + round
  expected(303, await ask(block, { form: { 'field.display_name': `Name ${next}`, base: '' } }))
  if (round % 3 !== 2) return { draft: next }
  expected(303, await ask(`/author/contexts/${encodeURIComponent(course.context)}/publish`, { form: {} }))
  return { draft: next, published: next }
}
