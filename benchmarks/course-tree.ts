import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openHost } from '../host/index.js'
import { measurePairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { TemporaryFolder } from './stress-site.js'
import { numbers } from './stress-unit.js'

const units = 200
const rounds = 30

/** The tree of a course of 3,500 blocks, a bank in each unit, of a learner who asked before; what units count for is in memory. */
export const courseTree = pairedBenchmark({
  id: 'course-tree',
  title: 'the tree of a course of 3,500 blocks, warm',
  unit: 'ms',
  against: 'the same for a learner who comes first',
  atMost: { ms: 10 },
  async measure() {
    await using folder = await TemporaryFolder.make()
    const host = await openHost({
      store: join(folder.path, 'store'),
      learner: (request) => ({ id: request.header('x-learner') ?? 'nobody' }),
      python: false,
    })
    try {
      const olx = join(folder.path, 'olx')
      await mkdir(olx)
      await writeFile(join(olx, 'course.xml'), courseText())
      const { context } = await host.authoring.import(olx)
      const address = `http://localhost/api/v1/courses/${encodeURIComponent(context)}/blocks?fields=display_name,graded&counts=problem,html`
      const tree = async (learner: string) => {
        const headers = { 'x-learner': learner, 'sec-fetch-site': 'same-origin' }
        const response = await host.fetch(new Request(address, { headers }))
        if (response.status !== 200) throw new Error(`The tree answered ${response.status}.`)
        return response.arrayBuffer()
      }
      let visitors = 0
      return await measurePairs(
        { times: 1, run: () => tree('somebody') },
        { times: 1, run: () => tree(`visitor-${visitors++}`) },
        { runs: rounds },
      )
    } finally {
      await host.close()
    }
  },
})

/** 200 units of 17 or 18 blocks as a learner has them, in sections of 40 and subsections of ten. */
function courseText(): string {
  const problem = (unit: number, place: number) =>
    `<problem url_name="p${unit}-${place}" display_name="Problem ${place}"><numericalresponse answer="1"><formulaequationinput/></numericalresponse></problem>`
  const unit = (place: number) =>
    `<vertical url_name="u${place}" display_name="Unit ${place}">${numbers(5)
      .map((at) => `<html url_name="h${place}-${at}"><![CDATA[<p>Text</p>]]></html>`)
      .join('')}${numbers(8)
      .map((at) => problem(place, at))
      .join('')}<library_content url_name="b${place}" max_count="2">${numbers(6)
      .map((at) => problem(place, 10 + at))
      .join('')}</library_content></vertical>`
  const sequential = (first: number) =>
    `<sequential url_name="s${first}">${numbers(10)
      .map((at) => unit(first + at))
      .join('')}</sequential>`
  const chapter = (first: number) =>
    `<chapter url_name="c${first}">${numbers(4)
      .map((at) => sequential(first + 10 * at))
      .join('')}</chapter>`
  return `<course org="Bench" course="Tree" url_name="R" display_name="Tree">${numbers(units / 40)
    .map((at) => chapter(40 * at))
    .join('')}</course>`
}
