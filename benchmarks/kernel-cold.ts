import { pairedBenchmark } from './paired-benchmark.js'
import { measurePairs } from './pairs.js'
import { shown, shownPage, trivialBlocks, trivialRuntime, type TrivialBlocks } from './trivial-block.js'

/** Pages in one round. */
const times = 5
const rounds = 400
const warmup = 100

/** What the kernel adds to the HTML itself: a session, places, fields, a fragment and its wrapper for each block. */
export const kernelCold = pairedBenchmark({
  id: 'kernel-cold',
  title: `showing ${shown} trivial blocks by the kernel alone, no block met before`,
  unit: 'ms',
  against: 'the bytes of the same page by plain template strings',
  atMost: { ms: 0.2 },
  async measure() {
    const runtime = trivialRuntime()
    const unmet = Array.from({ length: (rounds + warmup) * times }, trivialBlocks)
    const plain = trivialBlocks()
    const page = await shownPage(runtime, trivialBlocks())
    if (page !== plainPage(plain)) throw new Error('The plain page is not the page of the kernel.')
    const kernel = async () => {
      for (const blocks of unmet.splice(-times)) Buffer.from(await shownPage(runtime, blocks))
    }
    const strings = () => {
      for (let time = 0; time < times; time++) Buffer.from(plainPage(plain))
    }
    return await measurePairs({ run: kernel, times }, { run: strings, times }, { runs: rounds, warmup })
  },
})

function plainPage(blocks: TrivialBlocks): string {
  let page = ''
  for (const { key, type, fields } of blocks) {
    page += `<div class="xblock xblock-${type}" data-block-type="${type}" data-usage-key="${key}" data-view="student_view"><p>${fields.text}</p></div>`
  }
  return page
}
