import { compileProblem, renderProblem } from '../blocks/problem/engine.js'
import { parseXml } from '../runtime/olx/index.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { measurePairs } from './pairs.js'
import { numbers, problemXml } from './stress-unit.js'

/** Different problems, so that no one's shape is all that was compiled for. */
const xmls = numbers(50).map(problemXml)
/** Of each problem in one round. */
const repeats = 4
const times = xmls.length * repeats
const rounds = 60

/** What is done once per published version, in a worker where it is much. */
export const problemCompile = pairedBenchmark({
  id: 'problem-compile',
  title: 'compiling a multiple-choice problem from its XML',
  unit: 'ms',
  against: 'parsing the same XML',
  atMost: { ms: 0.5 },
  measure: () =>
    measurePairs(
      { run: () => ofEach((xml) => compileProblem(xml)), times },
      { run: () => ofEach((xml) => parseXml(xml)), times },
      { runs: rounds },
    ),
})

/** What each learner's page costs once the problem is compiled. */
export const problemRender = pairedBenchmark({
  id: 'problem-render',
  title: 'rendering a compiled multiple-choice problem for a learner who has answered',
  unit: 'ms',
  against: 'joining an equally long text out of as many pieces as the problem has',
  atMost: { ms: 0.05 },
  measure() {
    const compiled = xmls.map((xml) => compileProblem(xml))
    const pieces = compiled.map((problem) => {
      const page = renderProblem(problem, { id: 'problem', seed: 1 })
      const length = Math.ceil(page.length / (problem.template.length + 10))
      return page.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? []
    })
    let learner = 0
    const pages = () => {
      let length = 0
      for (let repeat = 0; repeat < repeats; repeat++) {
        for (const problem of compiled) {
          const answers = { '2_1': `choice_${learner++ % 4}` }
          length += renderProblem(problem, {
            id: `problem-${learner}`,
            seed: learner,
            state: { answers },
          }).length
        }
      }
      return length
    }
    const joined = () => {
      let length = 0
      for (let repeat = 0; repeat < repeats; repeat++) {
        // Read as bytes are, or the engine would leave the pieces unjoined.
        for (const some of pieces) length += Buffer.byteLength(some.join(''))
      }
      return length
    }
    return measurePairs({ run: pages, times }, { run: joined, times }, { runs: rounds })
  },
})

function ofEach(work: (xml: string) => unknown): void {
  for (let repeat = 0; repeat < repeats; repeat++) xmls.forEach(work)
}
