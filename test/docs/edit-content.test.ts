import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DocumentPackage, isBuilt } from './document-package.js'
import { snippetsOf } from './snippets.js'

const snippets = snippetsOf('edit-content.md').filter(({ language }) => language !== 'sh')
const [hosting, saving] = snippets.map(({ text }) => text)

const contents = `<course org="Org" course="Course" url_name="Run" display_name="Edited"><chapter url_name="c"><sequential url_name="s">
  <vertical url_name="v"><dial url_name="d" display_name="Dial" angle="10"/></vertical></sequential></chapter></course>`

const plugin = `
import { Block, block, definePlugin, Fragment, html, integer, string, view } from 'unit-compositor'
@block('dial')
class DialBlock extends Block({ settings: { displayName: string('No name'), angle: integer(10) } }) {
  @view authorView() {
    return new Fragment(html\`<p>\${this.displayName}: \${this.angle}</p>\`).initializeJs('dial.client.js')
  }
}
export default definePlugin({ name: 'dials', blocks: [DialBlock], client: new URL('../../client/', import.meta.url) })
`

const client = `
/** @type {import('unit-compositor').ClientInit<HTMLElement>} */
export const init = async (_element, runtime) => {
  ${saving ?? ''}
}
`

/** The host of the document, with the dial's client module at work on its author's page as in a browser. */
const program = `
import { openHost as open } from 'unit-compositor/host'
const options: { plugins?: string[] } = { plugins: [new URL('plugin.js', import.meta.url).href] }
const openHost = (given: Parameters<typeof open>[0]) => open({ ...given, ...options })
type Head = { header(name: string): string | undefined }
const sessionOf = (request: Head) => ({ userId: 'ada', isAuthor: request.header('x-author') === 'yes' })
${(hosting ?? '').replace(/^import .*$/m, '')}
await host.authoring.import(new URL('../../course', import.meta.url).pathname)
const dial = '/author/blocks/' + encodeURIComponent('block-v1:Org+Course+Run+type@dial+block@d')
const ask = async (path: string, author: string, init: RequestInit = {}) => {
  const headers = { 'x-author': author, 'content-type': 'application/json' }
  const response = await host.fetch(new Request('http://localhost' + path, { ...init, headers }))
  return { status: response.status, text: await response.text() }
}
const before = await ask(dial, 'yes')
const handlers = /data-handlers="([^"]*)"/.exec(before.text)?.[1] ?? ''
const module: { init: (element: unknown, runtime: unknown, args: unknown) => Promise<void> } = await import(new URL('../client/dial.client.js', import.meta.url).href)
const call = async (handler: string, input: unknown) => JSON.parse((await ask(handlers + handler, 'yes', { method: 'POST', body: JSON.stringify(input) })).text)
const save = (set: unknown, { reset }: { reset: unknown }) => call('save_fields', { set, reset })
await module.init(undefined, { call, save }, null)
const after = await ask(dial, 'yes')
console.log(JSON.stringify({ stranger: (await ask(dial, 'no')).status, before: before.text, after: after.text }))
await host.close()
`

describe.skipIf(!isBuilt)('docs/edit-content.md', () => {
  const written = new DocumentPackage()
  let compiled: string
  let found: { readonly stranger: number; readonly before: string; readonly after: string }

  beforeAll(() => {
    written.write('src/plugin.ts', plugin)
    written.write('src/program.ts', program)
    written.write('client/dial.client.js', client)
    written.write('course/course.xml', contents)
    compiled = written.compile()
    found = written.answerOf('src/program.ts') as typeof found
  }, 120_000)
  afterAll(() => written.remove())

  it('has two snippets, which compile', () => {
    expect(snippets).toHaveLength(2)
    expect(compiled).toBe('')
  })

  it('lets its authors edit, and nobody else', () => {
    expect(found.before).toContain('<p>Dial: 10</p>')
    expect(found.stranger).toBe(403)
  })

  it('saves what an editor of the block’s own sets and resets', () => {
    expect(found.after).toContain('<p>No name: 45</p>')
  })
})
