import { Container } from 'inversify'
import {
  Block,
  block,
  BlockRuntime,
  BlockType,
  Fragment,
  html,
  string,
  view,
  type AnyFieldMixin,
  type AsideType,
  type ComposedBlock,
  type ConcreteBlockClass,
} from '../runtime/index.js'

const type = 'trivial'
/** Blocks on a page. */
export const shown = 30

/** As little as a block can do: one field, shown. */
@block(type)
export class TrivialBlock extends Block({ content: { text: string() } }) {
  @view studentView() {
    return new Fragment(html`<p>${this.text}</p>`)
  }
}

/** A runtime of this block type alone. */
export function trivialRuntime(
  asides: readonly AsideType[] = [],
  mixins: readonly AnyFieldMixin[] = [],
  blockClass: ConcreteBlockClass = TrivialBlock,
): BlockRuntime {
  const [written] = BlockType.allOf(blockClass, type)
  if (!written) throw new Error('The class provides no type.')
  const mixed = mixins.length > 0 ? written.withMixins(mixins) : written
  const types = { get: (name: string) => (name === type ? mixed : undefined), asides }
  return new BlockRuntime({ types, services: new Container(), onFailure: fail })
}

/** Composed blocks of the type. */
export type TrivialBlocks = readonly (ComposedBlock & { readonly fields: { readonly text: string } })[]

/** The blocks of a page, composed anew, so that nothing shown before is kept for them. */
export function trivialBlocks(): TrivialBlocks {
  return Array.from({ length: shown }, (_, number) => ({
    key: `block-v1:O+C+R+type@${type}+block@${number}`,
    type,
    definition: `d${number}`,
    fields: { text: `Text ${number}` },
    children: [],
  }))
}

/** The page of a learner whose request this is the first of. */
export async function shownPage(runtime: BlockRuntime, blocks: readonly ComposedBlock[]): Promise<string> {
  const session = runtime.session({ fieldData: { record: () => undefined } })
  let page = ''
  for (const one of blocks) page += (await session.fragment(one, 'student_view')).content.text
  return page
}

function fail(error: Error): never {
  throw error
}
