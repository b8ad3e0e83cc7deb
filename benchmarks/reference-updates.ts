import { ReferenceUpdates } from '../content/index.js'
import { Authoring } from '../host/authoring.js'
import { parseUsageKey } from '../runtime/index.js'
import { courseFiles } from './course-growth.js'
import { measurePairs } from './pairs.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { stored } from './stored-content.js'
import { blockId, courseTexts, libraryKey, libraryTexts, numbers } from './stress-unit.js'
import { TemporaryStores } from './temporary-stores.js'

const [components, changed, units] = [50_000, 30, 1000]
const slug = 'Updated'
const library = libraryKey(slug)
const keyOf = (number: number) => `lb:Bench:${slug}:problem:${blockId(number)}`
const previewed = parseUsageKey('block-v1:Bench+Preview+run+type@library_content_v2+block@questions-0')

/** What authors see first: each preview opens both versions anew, and so do the bare reads. */
export const updatePreview = pairedBenchmark({
  id: 'update-preview',
  title: `the preview of an update of ${changed} blocks, of a library of ${components}`,
  unit: 'ms',
  against: 'reading these blocks in both versions',
  atMost: { ms: 20 },
  async measure() {
    await using opened = await TemporaryStores.open()
    const { authoring, types } = opened
    const [first, second] = await twoVersions(opened, components)
    const course = await stored(
      courseTexts({ course: 'Preview', library, version: first, units: [numbers(changed)] }),
      authoring,
      types,
    )
    const updates = new ReferenceUpdates(authoring, types)
    const keys = numbers(changed).map(keyOf)
    const bare = async () => {
      await authoring.view(course.context, 'draft')
      for (const version of [first, second]) {
        const view = await authoring.findView(library, version)
        const blocks = await view?.blocks(keys)
        await view?.definitions([...(blocks?.values() ?? [])].map(({ definition }) => definition))
      }
    }
    const preview = async () => {
      const found = await updates.preview(previewed)
      if (found.changed.length !== changed) throw new Error(`${found.changed.length} fields changed.`)
    }
    const times = 5
    const several = (run: () => Promise<void>) => async () => {
      for (let time = 0; time < times; time++) await run()
    }
    return await measurePairs(
      { run: several(preview), times },
      { run: several(bare), times },
      { runs: 30, warmup: 5 },
    )
  },
})

/** One reference goes up and down between two versions, and the course is published each time. */
export const referencePublish = pairedBenchmark({
  id: 'reference-publish',
  title: `updating one reference of a course of ${units} units and publishing it`,
  unit: 'ms',
  against: 'the same of a course of that unit alone',
  sizes: { of: 'course', what: 'units', subject: units, against: 1 },
  atMost: { ratio: 2 },
  async measure() {
    await using opened = await TemporaryStores.open()
    const [first, second] = await twoVersions(opened, 200)
    const many = await updated(opened, 'Many', units, [first, second])
    const one = await updated(opened, 'One', 1, [first, second])
    return await measurePairs(many, one, { runs: 20, warmup: 4 })
  },
})

/** A library, published, and then with other blocks at its beginning. */
async function twoVersions(
  { authoring, types }: TemporaryStores,
  blocks: number,
): Promise<readonly [first: string, second: string]> {
  const { version: first } = await stored(libraryTexts({ slug, blocks }), authoring, types)
  await authoring.markPublished(library, first)
  const operations = numbers(changed).map((number) => {
    const edit = { usage: keyOf(number), content: {}, settings: { max_attempts: 9 }, reset: [] }
    return { do: 'edit', edit } as const
  })
  const { version: second } = await authoring.operate(library, types, operations)
  await authoring.markPublished(library, second)
  return [first, second]
}

async function updated(
  { authoring, types, stores }: TemporaryStores,
  run: string,
  count: number,
  [first, second]: readonly [string, string],
) {
  const entry = JSON.stringify([`${library}:${first}`])
  const blocks = JSON.stringify(numbers(5).map(keyOf))
  const files = courseFiles(
    run,
    count,
    (unit) =>
      `<library_content_v2 url_name="questions-${unit}" source_libraries='${entry}' library_blocks='${blocks}'/>`,
  )
  const { context } = await stored(files, authoring, types)
  const side = new Authoring({ authoring, units: stores.units, types, store: stores.store })
  await side.publish(context)
  const updates = new ReferenceUpdates(authoring, types)
  let time = 0
  const usage = parseUsageKey(`block-v1:Growth+Course+${run}+type@library_content_v2+block@questions-0`)
  const update = async () => {
    await updates.update(usage, time++ % 2 === 0 ? second : first)
    await side.publish(context)
  }
  return { run: update, times: 1 }
}
