import { Container } from 'inversify'
import { describe, expect, it } from 'vitest'
import {
  Block,
  block,
  BlockRuntime,
  BlockType,
  Fragment,
  html,
  string,
  view,
  type ComposedBlock,
} from '../../runtime/index.js'
import { restoreViewParts, viewParts } from '../../runtime/session/index.js'

let shown: string[] = []

@block('told')
class ToldBlock extends Block({ content: { text: string() } }) {
  @view async studentView() {
    shown.push(this.text)
    const inside = await this.renderChildren()
    return new Fragment(html`<p>${this.text}</p>${inside.content}`)
  }
}

const [told] = BlockType.allOf(ToldBlock, 'told')

function newRuntime(): BlockRuntime {
  const fail = (error: Error) => {
    throw error
  }
  return new BlockRuntime({
    types: { get: () => told, asides: [] },
    services: new Container(),
    onFailure: fail,
  })
}

const one = (text: string, children: ComposedBlock[] = []): ComposedBlock => ({
  key: `block-v1:O+C+R+type@told+block@${text}`,
  type: 'told',
  definition: text,
  fields: { text },
  children,
})
const unit = () => one('unit', [one('first'), one('second')])

async function textOf(runtime: BlockRuntime, composed: ComposedBlock | undefined): Promise<string> {
  if (!composed) throw new Error('There is no such block.')
  shown = []
  const session = runtime.session({ fieldData: { record: () => undefined } })
  return (await session.fragment(composed, 'student_view')).content.text
}

/** The parts of a page, and the page. */
async function kept() {
  const runtime = newRuntime()
  const root = unit()
  const text = await textOf(runtime, root)
  return { text, parts: viewParts(root, 'student_view', runtime.kernel.shared) ?? [] }
}

describe('kept views of a unit', () => {
  it('are shown without running its blocks, the unit as a whole and a block of it alone', async () => {
    const { text, parts } = await kept()
    const runtime = newRuntime()
    const root = unit()
    restoreViewParts(parts, root, 'student_view', runtime.kernel.shared)
    expect([await textOf(runtime, root), shown]).toEqual([text, []])
    const second = await textOf(runtime, root.children[1])
    expect([second.includes('<p>second</p>'), text.includes(second), shown]).toEqual([true, true, []])
  })

  it('are shown anew where those of its blocks cannot be read', async () => {
    const { text, parts } = await kept()
    const [head = '', , html = ''] = parts
    const runtime = newRuntime()
    const root = unit()
    restoreViewParts([head, '[{"at":1', html], root, 'student_view', runtime.kernel.shared)
    const second = await textOf(runtime, root.children[1])
    expect([text.includes(second), shown]).toEqual([true, ['second']])
  })
})
