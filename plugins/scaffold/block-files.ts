import type { BlockName } from './block-name.js'

/** The files of a new block type itself: block, plugin, test, client module, stylesheet, scenario. By path. */
export function blockFiles(name: BlockName, plugin: string): Record<string, string> {
  const { file } = name
  return {
    [`src/${file}-block.ts`]: blockClass(name),
    'src/index.ts': pluginModule(name, plugin),
    [`src/${file}-block.test.ts`]: blockTest(name),
    [`client/${file}.client.js`]: clientModule(),
    [`client/${file}.css`]: stylesheet(name),
    [`scenarios/${file}.xml`]: scenario(name),
  }
}

const blockClass = ({
  type,
  file,
  class: named,
  title,
}: BlockName) => `import { Block, block, Fragment, handler, html, integer, string, view } from 'unit-compositor'
import { z } from 'zod'

const cheer = z.object({ times: z.number().int().min(1).max(10) })

/** What this block is, in one sentence. */
@block('${type}')
export class ${named}Block extends Block({
  content: { text: string('Hello from ${title}.') }, // the author's, part of the content
  settings: { displayName: string('${title}') }, // the author's, for this one place
  userState: { mine: integer() }, // each learner's own
  userStateSummary: { total: integer() }, // all learners' together
}) {
  @view studentView() {
    return new Fragment(html\`<div class="${file}">
      <p>\${this.text}</p>
      <button type="button">Cheer</button>
      <output>\${this.mine} of \${this.total}</output>
    </div>\`)
      .addCss('${file}.css')
      .initializeJs('${file}.client.js')
  }

  @handler(cheer) cheer({ times }: { times: number }) {
    this.mine += times
    this.total += times
    this.publish('completion', { value: 1 })
    return { mine: this.mine, total: this.total }
  }
}
`

const pluginModule = (
  { file, class: named }: BlockName,
  plugin: string,
) => `import { definePlugin } from 'unit-compositor'
import { ${named}Block } from './${file}-block.js'

export { ${named}Block }

export default definePlugin({
  name: '${plugin}',
  blocks: [${named}Block],
  client: new URL('../client/', import.meta.url),
})
`

const blockTest = ({ file, class: named, title }: BlockName) => `import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { describeBlock, fromOlx, MemoryRuntime } from 'unit-compositor/testing'
import { ${named}Block } from './${file}-block.js'

const olx = readFileSync(new URL('../scenarios/${file}.xml', import.meta.url), 'utf8')
const scenario = fromOlx(olx, ${named}Block)

// The rules every block type keeps: escaping, wrong input, labels, OLX, two on one page, and more.
describeBlock(${named}Block, { describe, it }, {
  scenarios: [scenario],
  state: { mine: 2, total: 5 },
  plugin: new URL('./index.js', import.meta.url),
})

describe('${title}', () => {
  it('counts cheers for each learner and for all together', async () => {
    const runtime = new MemoryRuntime()
    const block = runtime.add(scenario)
    const [ada, bob] = [runtime.learner('ada'), runtime.learner('bob')]
    await ada.call(block, 'cheer', { times: 2 })
    assert.deepEqual((await bob.call(block, 'cheer', { times: 1 })).body, { mine: 1, total: 3 })
    assert.equal(ada.fields(block).mine, 2)
    assert.match((await ada.show(block)).text, /2 of 3/)
  })
})
`

const clientModule = () => `// @ts-check
/**
 * Brings the block to life: called once for each of its elements on a page.
 * @type {import('unit-compositor').ClientInit<HTMLElement>}
 */
export const init = (element, runtime) => {
  const output = element.querySelector('output')
  const cheer = async () => {
    try {
      const answer = await runtime.call('cheer', { times: 1 })
      const { mine, total } = /** @type {{ mine: number, total: number }} */ (answer)
      output?.replaceChildren(\`\${mine} of \${total}\`)
    } catch (refusal) {
      runtime.announce(refusal instanceof Error ? refusal.message : 'That could not be sent.')
    }
  }
  element.querySelector('button')?.addEventListener('click', () => void cheer())
}
`

const stylesheet = ({ file }: BlockName) => `.${file} output {
  margin-inline-start: 0.75rem;
  font-variant-numeric: tabular-nums;
}
`

const scenario = ({ type, title }: BlockName) =>
  `<${type} url_name="first" display_name="${title}" text="What learners read: 1 &lt; 2."/>
`
