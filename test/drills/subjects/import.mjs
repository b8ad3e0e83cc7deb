import { DrilledCourse, expected } from './drilled-course.mjs'

const course = new DrilledCourse('import')

/** How many editions learners see in its units, the newest, and the one that its title says. */
export async function found({ host, ask }) {
  if (!(await course.isThere(host))) return { editions: 0, edition: 0, title: 0 }
  const editions = new Set()
  for (const unit of course.units) {
    const text = expected(200, await ask(`/units/${encodeURIComponent(unit)}`))
    editions.add(Number(/Edition (\d+) of/.exec(text)?.[1]))
  }
  const outline = expected(200, await ask(`/contexts/${encodeURIComponent(course.context)}`))
  const title = Number(/<h1[^>]*>Edition (\d+)/.exec(outline)?.[1])
  return { editions: editions.size, edition: Math.max(...editions), title }
}

/** Imports the next edition and publishes it. */
export async function work({ host }, { edition }, round) {
  const next = edition + 1 + round
  const { published } = await course.import(host, next, { publish: true })
  if (!published) throw new Error(`Edition ${next} was not published.`)
  return { edition: next }
}
