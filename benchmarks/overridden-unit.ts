import { compose } from '../compositor/index.js'
import { loadPlugins, shippedPlugin } from '../plugins/index.js'
import type { JsonObject, PublishedBlock } from '../runtime/index.js'
import { contentHash } from '../runtime/index.js'
import { gatherUnit, LibraryAtHand } from '../runtime/reference/index.js'
import { pairedBenchmark } from './paired-benchmark.js'
import { measurePairs } from './pairs.js'

/** Problems of the unit that is referred to, and beside it. */
const problems = 30
const limit = 1.2

const library = 'lib:O:L'
const version = 'v1'

function block(key: string, type: string, parts: Partial<PublishedBlock> = {}): PublishedBlock {
  const { content = {}, settings = {}, children = [] } = parts
  return { key, type, definition: contentHash({ type, content }), content, settings, children }
}

/** A unit with a reference to a library unit and to problems beside it. */
async function unitWith(overrides: JsonObject) {
  const { types } = await loadPlugins({ specifiers: [shippedPlugin] })
  const problem = (id: string) =>
    block(`lb:O:L:problem:${id}`, 'problem', {
      content: {
        data: `<problem><p>${id}</p><multiplechoiceresponse><choicegroup><choice correct="true">a</choice><choice correct="false">b</choice></choicegroup></multiplechoiceresponse></problem>`,
      },
      settings: { display_name: `Question ${id}`, max_attempts: 3 },
    })
  const names = Array.from({ length: problems }, (_, index) => `p${index}`)
  const inner = names.map((id) => problem(`${id}-in`))
  const quiz = block('lb:O:L:vertical:quiz', 'vertical', { children: inner })
  const beside = names.map(problem)
  const reference = block('block-v1:O+C+R+type@library_content_v2+block@u', 'library_content_v2', {
    settings: {
      source_libraries: [`${library}:${version}`],
      library_blocks: [quiz.key, ...beside.map(({ key }) => key)],
      ...overrides,
    },
  })
  const root = block('block-v1:O+C+R+type@vertical+block@v', 'vertical', { children: [reference] })
  const at = new LibraryAtHand({ library, version }, [quiz, ...beside])
  const unit = { key: root.key, context: 'course-v1:O+C+R', root }
  const gathered = gatherUnit(unit, types, [at], { showanswer: 'attempted', due: '2030-01-01T00:00:00Z' })
  return () => compose(gathered, 'record', types)
}

/** Overrides of all blocks and of every single one, those inside a unit included. */
const overrides: JsonObject = {
  field_overrides: { weight: 2, showanswer: 'never' },
  block_field_overrides: Object.fromEntries(
    Array.from({ length: problems }, (_, index) => [`p${index}`, `p${index}-in`])
      .flat()
      .map((id) => [`lb:O:L:problem:${id}`, { display_name: `Ours ${id}`, max_attempts: 1 }]),
  ),
}

/** Composing with overrides against composing without. */
export const overriddenUnit = pairedBenchmark({
  id: 'overridden-unit',
  title: `composing ${2 * problems} library problems with overrides of each, half of them inside a unit`,
  unit: 'ms',
  against: 'composing them without overrides',
  atMost: { ratio: limit },
  async measure() {
    const [run, plain] = [await unitWith(overrides), await unitWith({})]
    return measurePairs({ run, times: 20 }, { run: plain, times: 20 }, { runs: 30 })
  },
})
