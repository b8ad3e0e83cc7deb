import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Authoring } from '../host/authoring.js'
import { openStores } from '../host/store/open-stores.js'
import { loadPlugins, shippedPlugin } from '../plugins/index.js'
import { ColdHosts } from './cold-hosts.js'
import { coldRound } from './cold-unit.js'
import { summarised, type Pair } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { stored } from './stored-content.js'
import { TemporaryFolder } from './stress-site.js'

const blocks = 32
const units = 60
const rounds = { warmup: 20, counted: 10 }

/** What the machinery itself costs: blocks that show one field, and nothing else. */
export const trivialCold = pairedBenchmark({
  id: 'trivial-cold',
  title: `the page of a unit of ${blocks} trivial blocks by a host just started, of ${units} different units`,
  unit: 'ms',
  against: 'reading the same page as one text out of the same store',
  atMost: { ms: 0.25 },
  async measure() {
    await using folder = await TemporaryFolder.make()
    const store = join(folder.path, 'store')
    const plugin = join(folder.path, 'plugin.mjs')
    await writeFile(plugin, trivialPlugin)
    const keys = await publishedCourse(store, plugin)
    await using cold = await ColdHosts.open(store, [plugin])
    const pairs: Pair[] = []
    for (let round = -rounds.warmup; round < rounds.counted; round++) {
      const measured = await coldRound(cold, keys, true, wholeTrivialPage)
      if (round >= 0) pairs.push(...measured)
    }
    return summarised(pairs)
  },
})

/** The block of `trivial-block.ts` as a plugin of its own, for threads to load. */
const trivialPlugin = `
import { Block, block, definePlugin, Fragment, html, string, view } from '${new URL('../runtime/index.js', import.meta.url).href}'
class Trivial extends Block({ content: { text: string() } }) {
  studentView() { return new Fragment(html\`<p>\${this.text}</p>\`) }
}
view(Trivial.prototype, 'studentView')
block('trivial')(Trivial)
export default definePlugin({ name: 'trivial', blocks: [Trivial] })
`

async function publishedCourse(address: string, plugin: string): Promise<string[]> {
  const { types } = await loadPlugins({ specifiers: [shippedPlugin, plugin], overrides: [] })
  const stores = await openStores(address, { events: [] })
  try {
    const numbers = (count: number) => Array.from({ length: count }, (_, number) => number)
    const verticals = numbers(units).map((unit) => {
      const inside = numbers(blocks).map(
        (number) => `<trivial url_name="t${unit}-${number}" text="Text ${number} of ${unit}"/>`,
      )
      return `<vertical url_name="u${unit}" display_name="Unit ${unit}">${inside.join('')}</vertical>`
    })
    const course = new Map([
      ['course.xml', '<course url_name="run" org="Bench" course="Trivial"/>'],
      [
        'course/run.xml',
        `<course display_name="Trivial"><chapter url_name="c"><sequential url_name="s">${verticals.join('')}</sequential></chapter></course>`,
      ],
    ])
    const { context } = await stored(course, stores.authoring, types)
    const { authoring, units: unitStore, store } = stores
    const [fault] = await new Authoring({ authoring, units: unitStore, types, store }).publish(context)
    if (fault) throw new Error(`The course could not be published whole: ${fault.message}`)
    return numbers(units).map((unit) => `block-v1:Bench+Trivial+run+type@vertical+block@u${unit}`)
  } finally {
    await Promise.all([stores.close(), stores.events.close()])
  }
}

function wholeTrivialPage(page: string): void {
  const shown = page.split('data-block-type="trivial"').length - 1
  if (shown !== blocks) throw new Error(`The page shows ${shown} trivial blocks instead of ${blocks}.`)
}
