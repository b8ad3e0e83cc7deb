import { DrilledCourse, expected } from './drilled-course.mjs'

const course = new DrilledCourse('rescoring', (edition) => (edition % 2 === 1 ? 'x' : 'y'))
const problem = course.usage('problem', 'p')
const unit = `/units/${encodeURIComponent(course.usage('vertical', 'graded'))}`
const outline = `/contexts/${encodeURIComponent(course.context)}`
const learners = ['r1', 'r2', 'r3', 'r4', 'r5']
/** Milliseconds between two looks at a job. */
const patience = 40

/** The edition that learners see, who is right by it, and by how many learners the worst job that is done has miscounted. */
export async function found({ host, ask }) {
  if (!(await course.isThere(host))) {
    await course.import(host, 1)
    for (const learner of learners) {
      const name = /name="(input_[^"]+)"/.exec(expected(200, await ask(unit, { learner })))?.[1] ?? ''
      const submit = `/blocks/${encodeURIComponent(problem)}/handlers/problem_check`
      expected(200, await ask(submit, { body: { [name]: 'x' }, learner }))
    }
  }
  let right = 0
  for (const learner of learners) {
    const progress = expected(200, await ask(`/progress/${encodeURIComponent(course.context)}`, { learner }))
    right += JSON.parse(progress).score.earned
  }
  const edition = Number(/<h1[^>]*>Edition (\d+)/.exec(expected(200, await ask(outline)))?.[1])
  const { items } = await host.jobs.jobs.list({ kind: 'rescore-all', limit: 200 })
  const wrong = items
    .filter(({ state }) => state === 'done')
    .map(({ result }) => Math.abs(result.rescored - learners.length))
  return { edition, right, miscounted: Math.max(0, ...wrong) }
}

/** Publishes another right answer, then has everybody rescored. */
export async function work({ host, ask }, { edition }, round) {
  const next = edition + 1 + round
  await course.import(host, next, { publish: true })
  const path = `/staff/blocks/${encodeURIComponent(problem)}/rescore-all`
  let text = expected(202, await ask(path, { body: {}, learner: 'staff' }))
  for (let job = JSON.parse(text); !job.result; job = JSON.parse(text)) {
    if (job.error) throw new Error(job.error.message)
    await new Promise((resolve) => setTimeout(resolve, patience))
    text = expected(200, await ask(`/staff/rescorings/${job.id}`, { learner: 'staff' }))
  }
  return { rescored: next }
}
