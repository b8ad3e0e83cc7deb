import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openHost } from '../host/index.js'
import { measurePairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { TemporaryFolder } from './stress-site.js'
import { numbers } from './stress-unit.js'

const sizes = { few: 100, many: 5000 }
const rounds = 40

/** The outline's page as a browser gets it, of a learner of whom nothing is stored; sections of 50 units in parts of ten. */
export const outlineGrowth = pairedBenchmark({
  id: 'outline-growth',
  title: `the outline page of a course of ${sizes.many} units`,
  unit: 'ms',
  against: `the same of a course of ${sizes.few}`,
  sizes: { of: 'course', what: 'units', subject: sizes.many, against: sizes.few },
  atMost: { ratio: 3 },
  async measure() {
    await using folder = await TemporaryFolder.make()
    const host = await openHost({
      store: join(folder.path, 'store'),
      learner: (request) => ({ id: request.header('x-learner') ?? 'nobody' }),
      python: false,
    })
    try {
      const few = await imported('Few', sizes.few)
      const many = await imported('Many', sizes.many)
      let visitors = 0
      const page = (context: string) => ({
        times: 1,
        run: async () => {
          const headers = { 'x-learner': `visitor-${visitors++}` }
          const address = `http://localhost/contexts/${encodeURIComponent(context)}`
          const response = await host.fetch(new Request(address, { headers }))
          if (response.status !== 200) throw new Error(`The outline answered ${response.status}.`)
          return response.arrayBuffer()
        },
      })
      return await measurePairs(page(many), page(few), { runs: rounds })
    } finally {
      await host.close()
    }

    async function imported(course: string, units: number): Promise<string> {
      const olx = join(folder.path, course)
      for (const [path, text] of courseFiles(course, units)) {
        await mkdir(dirname(join(olx, path)), { recursive: true })
        await writeFile(join(olx, path), text)
      }
      const { context } = await host.authoring.import(olx)
      return context
    }
  },
})

function* courseFiles(course: string, units: number): Iterable<[path: string, text: string]> {
  const unit = (place: number) =>
    `<vertical url_name="unit${place}" display_name="Unit ${place}"><problem url_name="problem${place}"><numericalresponse answer="${place}"><label>Which unit?</label><formulaequationinput/></numericalresponse></problem></vertical>`
  const part = (first: number) =>
    `<sequential url_name="part${first}" display_name="Part ${first}">${numbers(10, first).map(unit).join('')}</sequential>`
  const sections = numbers(units / 50)
  const pointers = sections.map((section) => `<chapter url_name="section${section}"/>`)
  yield [
    'course.xml',
    `<course org="Bench" course="${course}" url_name="run" display_name="${course}">${pointers.join('')}</course>`,
  ]
  for (const section of sections) {
    const parts = numbers(5).map((one) => part(section * 50 + one * 10))
    yield [
      `chapter/section${section}.xml`,
      `<chapter display_name="Section ${section}">${parts.join('')}</chapter>`,
    ]
  }
}
