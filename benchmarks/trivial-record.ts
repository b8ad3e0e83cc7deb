import { answerTexts, readAnswer } from '../compositor/compose-answer.js'
import { Block, block, BlockRuntime, BlockType, Fragment, html, string, view } from '../runtime/index.js'
import { blobsOfTexts, textsInBlobs } from '../compositor/form-texts.js'
import { restoreViewParts, viewParts } from '../runtime/session/index.js'
import type { ComposedUnit } from '../runtime/unit/index.js'
import { Container } from 'inversify'
import { pairedBenchmark } from './paired-benchmark.js'
import { measurePairs } from './pairs.js'

const shown = 32
const units = 60
const rounds = 200
const warmup = 100
const name = 'kept'

@block('trivial')
class TrivialBlock extends Block({ content: { text: string() } }) {
  @view studentView() {
    return new Fragment(html`<p>${this.text}</p>`)
  }
}

@block('holder')
class HolderBlock extends Block({}) {
  @view studentView() {
    return this.renderChildren()
  }
}

/** What the store has of a unit: its composed form, and the parts of its page. */
interface KeptUnit {
  readonly form: Blobs
  readonly parts: Blobs
  /** The JSON of its blocks, out of the form. */
  readonly blocks: string
}

/** What a store keeps of some texts, by name. */
type Blobs = ReadonlyMap<string, string>

/** What the peer in Python does too: a record of a unit read, and its HTML as bytes; no learner, no host, no page around it. */
export const trivialRecord = pairedBenchmark({
  id: 'trivial-record',
  title: `${shown} trivial blocks, from what is kept of their unit to the bytes of its HTML, of ${units} different units`,
  unit: 'ms',
  against: 'the bytes of the same HTML by plain template strings out of a record in JSON',
  atMost: { ms: 0.06 },
  async measure() {
    const kept = await Promise.all(Array.from({ length: units }, (_, number) => keptUnit(number)))
    const plain = kept.map(({ blocks }) => blocks)
    const kernel = async () => {
      // A process that has just been started knows nothing of any unit.
      const runtime = newRuntime()
      for (const { form, parts } of kept) await bytesOf(runtime, await read(form), await textsOf(parts))
    }
    const strings = () => {
      for (const text of plain) {
        const blocks = JSON.parse(text) as Shown[]
        Buffer.from(
          blocks
            .map(({ key, fields }) => `<div data-usage-key="${key}"><p>${fields.text}</p></div>`)
            .join(''),
        )
      }
    }
    return measurePairs(
      { run: kernel, times: units },
      { run: strings, times: units },
      { runs: rounds, warmup },
    )
  },
})

interface Shown {
  readonly key: string
  readonly fields: { readonly text: string }
}

function newRuntime(): BlockRuntime {
  const types = new Map(
    [TrivialBlock, HolderBlock]
      .flatMap((one) => BlockType.allOf(one, 'trivial'))
      .map((one) => [one.name, one]),
  )
  return new BlockRuntime({
    types: { get: (name) => types.get(name), asides: [] },
    services: new Container(),
    onFailure: fail,
  })
}

async function keptUnit(number: number): Promise<KeptUnit> {
  const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${number}-${id}`
  const root = {
    key: key('holder', 'unit'),
    type: 'holder',
    definition: `u${number}`,
    fields: {},
    children: Array.from({ length: shown }, (_, at) => ({
      key: key('trivial', `${at}`),
      type: 'trivial',
      definition: `d${number}-${at}`,
      fields: { text: `Text ${at} of ${number}` },
      children: [],
    })),
  }
  const unit: ComposedUnit = { key: root.key, context: 'course-v1:O+C+R', version: `v${number}`, root }
  const runtime = newRuntime()
  const page = (await bytesOf(runtime, unit, undefined)).toString()
  if (page.split('<p>').length - 1 !== shown) throw new Error(`The unit shows ${page}`)
  const parts = viewParts(root, 'student_view', runtime.kernel.shared)
  if (parts === undefined) throw new Error('Nothing is shared of the unit.')
  const texts = answerTexts({ ms: 0, unit })
  return { form: blobsOf(texts), parts: blobsOf(parts), blocks: texts[1] ?? '[]' }
}

function blobsOf(texts: readonly string[]): Blobs {
  return new Map(blobsOfTexts(name, texts).map((blob) => [blob.name, blob.text]))
}

async function textsOf(blobs: Blobs): Promise<readonly string[]> {
  const texts = await textsInBlobs({ texts: async (names) => names.map((one) => blobs.get(one)) }, name)
  if (!texts) throw new Error('Some of the texts are missing.')
  return texts
}

async function read(form: Blobs): Promise<ComposedUnit> {
  const { unit } = await readAnswer(await textsOf(form))
  if (!unit) throw new Error('The form has no unit.')
  return unit
}

async function bytesOf(
  runtime: BlockRuntime,
  { root }: ComposedUnit,
  parts: readonly string[] | undefined,
): Promise<Buffer> {
  if (parts !== undefined) restoreViewParts(parts, root, 'student_view', runtime.kernel.shared)
  const session = runtime.session({ fieldData: { record: () => undefined } })
  return Buffer.from((await session.fragment(root, 'student_view')).content.text)
}

function fail(error: Error): never {
  throw error
}
