import { Authoring } from '../host/authoring.js'
import type { Stores } from '../host/store/open-stores.js'
import type { BlockTypes } from '../runtime/index.js'
import { measurePairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { stored } from './stored-content.js'
import { TemporaryStores } from './temporary-stores.js'

const large = 5000
const small = 100
const rounds = 15

/** Units below one subsection, and subsections below one chapter. */
const [perSection, perChapter] = [10, 10]

/** Each course is stored whole and published once; then one problem after the other is edited and published. */
export const courseGrowth = pairedBenchmark({
  id: 'course-growth',
  title: `editing one problem of a course of ${large} units and publishing it`,
  unit: 'ms',
  against: `the same of a course of ${small} units`,
  sizes: { of: 'course', what: 'units', subject: large, against: small },
  atMost: { ratio: 2 },
  async measure() {
    await using opened = await TemporaryStores.open()
    const { stores, types } = opened
    const few = await published('Few', small, stores, types)
    const many = await published('Many', large, stores, types)
    return await measurePairs(many, few, { runs: rounds, warmup: 3 })
  },
})

/** Stores and publishes a course. @returns what edits and publishes a problem of it, another each time */
async function published(run: string, units: number, stores: Stores, types: BlockTypes) {
  const { authoring, units: published, store } = stores
  const { context } = await stored(filesOf(run, units), authoring, types)
  const side = new Authoring({ authoring, units: published, types, store })
  await side.publish(context)
  let time = 0
  const edit = async () => {
    const place = (time++ * 37) % units
    const usage = `block-v1:Growth+Course+${run}+type@problem+block@p${place}`
    const data = problem(`the ${time}th time`)
    await authoring.edit(context, types, async () => ({ usage, content: { data }, settings: {}, reset: [] }))
    await side.publish(context)
  }
  return { run: edit, times: 1 }
}

/** A course as Studio exports it: a file for each block. */
function* filesOf(run: string, units: number): Iterable<readonly [path: string, text: string]> {
  yield* courseFiles(run, units, (unit) => `<html url_name="h${unit}"/><problem url_name="p${unit}"/>`)
  for (let unit = 0; unit < units; unit++) {
    yield [`html/h${unit}.xml`, `<html filename="h${unit}"/>`]
    yield [`html/h${unit}.html`, `<p>What unit ${unit} is about.</p>`]
    yield [`problem/p${unit}.xml`, problem(String(unit))]
  }
}

/** What holds the blocks of a course of such units, a file for each. @param inside OLX of what is in a unit */
export function* courseFiles(
  run: string,
  units: number,
  inside: (unit: number) => string,
): Iterable<readonly [path: string, text: string]> {
  const each = (count: number, text: (one: number) => string) =>
    Array.from({ length: count }, (_, one) => text(one)).join('')
  const chapters = Math.ceil(units / perSection / perChapter)
  yield ['course.xml', `<course url_name="${run}" org="Growth" course="Course"/>`]
  yield [
    `course/${run}.xml`,
    `<course display_name="${run}">${each(chapters, (one) => `<chapter url_name="c${one}"/>`)}</course>`,
  ]
  for (let chapter = 0; chapter < chapters; chapter++) {
    yield [
      `chapter/c${chapter}.xml`,
      `<chapter display_name="C${chapter}">${each(perChapter, (one) => `<sequential url_name="s${chapter * perChapter + one}"/>`)}</chapter>`,
    ]
  }
  for (let section = 0; section < chapters * perChapter; section++) {
    const from = section * perSection
    const inSection = each(
      Math.max(0, Math.min(perSection, units - from)),
      (one) => `<vertical url_name="v${from + one}"/>`,
    )
    yield [`sequential/s${section}.xml`, `<sequential display_name="S${section}">${inSection}</sequential>`]
  }
  for (let unit = 0; unit < units; unit++)
    yield [`vertical/v${unit}.xml`, `<vertical display_name="Unit ${unit}">${inside(unit)}</vertical>`]
}

function problem(word: string): string {
  return `<problem display_name="Problem"><stringresponse answer="${word}"><label>What is ${word}?</label><textline/></stringresponse></problem>`
}
