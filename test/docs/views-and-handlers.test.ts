import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorTable } from '../../runtime/index.js'
import { DocumentPackage, isBuilt } from './document-package.js'
import { snippetsOf } from './snippets.js'

const snippets = [...snippetsOf('views.md'), ...snippetsOf('handlers.md')]

const course = `<course url_name="run" org="Docs" course="Views"/>`
const contents = `<course display_name="Views"><chapter url_name="c"><sequential url_name="s"><vertical url_name="unit">
  <shelf url_name="shelf" display_name="Books"><html url_name="one">First &lt;b&gt;book&lt;/b&gt;</html><html url_name="two">Second book</html></shelf>
  <first url_name="first"><shelf url_name="inner" display_name="Inner"><html url_name="three">Third book</html></shelf></first>
  <diary url_name="diary"/>
</vertical></sequential></chapter></course>`

/** Opens a host with the documents' blocks and asks it what the documents tell of. */
const program = `
import { pathToFileURL } from 'node:url'
import { definePlugin } from 'unit-compositor'
import { block, MemoryRuntime } from 'unit-compositor/testing'
import { openHost } from 'unit-compositor/host'
import { DiaryBlock } from './diary-block.js'
import { FirstBlock } from './first-block.js'
import { ShelfBlock } from './shelf-block.js'

const folder = new URL('../../', import.meta.url)
const quiet = { info() {}, warn() {}, error() {} }
const host = await openHost({
  store: new URL('store', folder).pathname,
  plugins: [new URL('plugin.js', import.meta.url).href],
  learner: () => ({ id: 'ada' }),
  uploadLimit: 200,
  threads: 1,
  log: quiet,
})
const { diagnostics } = await host.authoring.import(new URL('course', folder).pathname)
const key = (type: string, id: string) => \`block-v1:Docs+Views+run+type@\${type}+block@\${id}\`
const ask = async (path: string, init: RequestInit = {}) => {
  const headers = { accept: 'application/json', ...init.headers }
  const response = await host.fetch(new Request('http://localhost' + path, { ...init, headers }))
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  return { status: response.status, allow: response.headers.get('allow'), body: isJson ? JSON.parse(text) : text }
}
const diary = '/blocks/' + encodeURIComponent(key('diary', 'diary')) + '/handlers/'
const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({ method: 'POST', body, headers })
const page = await ask('/units/' + encodeURIComponent(key('vertical', 'unit')))
const data = (name: string) => ask('/blocks/' + encodeURIComponent(key('shelf', 'shelf')) + '/views/' + name)

const scan = new FormData()
scan.append('title', 'Week 1')
scan.append('page', new Blob(['words on paper']), 'C:\\\\scans\\\\one.txt')
const runtime = new MemoryRuntime()
const staff = runtime.staff()
const inner = runtime.add(block(FirstBlock, {}, [block(ShelfBlock, { displayName: 'Inner' })]))

console.log(JSON.stringify({
  diagnostics,
  plugins: host.pluginDiagnostics,
  page: page.body,
  shared: await data('student_view_data'),
  missing: await data('student_view_user_state'),
  author: (await staff.show(inner, 'author_view')).text,
  fallback: (await staff.show(runtime.add(block(ShelfBlock)), 'other_view')).text,
  written: await ask(diary + 'write', post('{"text":"Rain."}')),
  twice: await ask(diary + 'write', post('{"text":"Rain."}')),
  misfit: await ask(diary + 'write', post('{"text":""}')),
  noJson: await ask(diary + 'write', post('Rain.')),
  got: await ask(diary + 'write'),
  foreign: await ask(diary + 'write', post('{"text":"Sun."}', { origin: 'http://elsewhere.example' })),
  raw: await ask(diary + 'export/csv?separator=;'),
  refused: await ask(diary + 'export', { method: 'DELETE' }),
  file: await ask(diary + 'picture', post('12345', { 'content-type': 'image/png' })),
  text: await ask(diary + 'picture', post('12345', { 'content-type': 'text/plain' })),
  large: await ask(diary + 'picture', post('1'.repeat(201), { 'content-type': 'image/png' })),
  scanned: await ask(diary + 'scan', { method: 'POST', body: scan }),
  page1: await ask(diary + 'page/one.txt'),
  page2: await ask(diary + 'page/two.txt'),
  fallbackHandler: await ask(diary + 'burn', post('{}')),
  noHandler: await ask('/blocks/' + encodeURIComponent(key('first', 'first')) + '/handlers/burn', post('{}')),
  noBlock: await ask('/blocks/' + encodeURIComponent(key('diary', 'other')) + '/handlers/write', post('{}')),
  forged: await ask('/blocks/' + encodeURIComponent(key('diary', 'diary')) + '/signed/ada/AAAA/write', post('{}')),
}))
await host.close()
`

const plugin = `
import { definePlugin } from 'unit-compositor'
import { DiaryBlock } from './diary-block.js'
import { FirstBlock } from './first-block.js'
import { ShelfBlock } from './shelf-block.js'
export default definePlugin({ name: 'docs', blocks: [DiaryBlock, FirstBlock, ShelfBlock], client: new URL('../../client/', import.meta.url) })
`

interface Answer {
  readonly status: number
  readonly allow: string | null
  readonly body: unknown
}

describe.skipIf(!isBuilt)('docs/views.md and docs/handlers.md', () => {
  const written = new DocumentPackage()
  let compiled: string
  let found: Readonly<Record<string, Answer>> & { readonly page: string }

  beforeAll(() => {
    written.writeAll(snippets)
    written.write('src/plugin.ts', plugin)
    written.write('src/program.ts', program)
    written.write('course/course.xml', course)
    written.write('course/course/run.xml', contents)
    compiled = written.compile()
    found = written.answerOf('src/program.ts') as typeof found
  }, 120_000)
  afterAll(() => written.remove())

  it('have snippets that compile, and are all of files', () => {
    expect(compiled).toBe('')
    expect(snippets.filter(({ path }) => path === undefined)).toEqual([])
    expect([found['diagnostics'], found['plugins']]).toEqual([[], []])
  })

  it('show children in the view being shown, with their resources once', () => {
    const { page } = found
    expect(
      page.match(/<h2>Books<\/h2>[^]*First <b>book<\/b>[^]*Second book[^]*<h2>Inner<\/h2>[^]*Third book/),
    ).not.toBeNull()
    expect(page.match(/<link[^>]*shelf\.css/g)).toHaveLength(1)
    expect(page.match(/data-client="[^"]*shelf\.client\.js/g)).toHaveLength(2)
    expect(page).toContain('<script type="application/json" class="xblock-args">{"things":2}</script>')
    expect(found['author']).toBe('Inner')
    expect(found['fallback']).toBe('Shelf has no other_view.')
  })

  it('keep what a form with files sends, and give it back', () => {
    expect(found['scanned']).toMatchObject({
      status: 200,
      body: { title: 'Week 1', kept: [{ name: 'one.txt', size: 14 }] },
    })
    expect(found['page1']).toMatchObject({ status: 200, body: 'words on paper' })
    expect(found['page2']).toMatchObject({ status: 404, body: { error: 'There is no such page.' } })
  })

  it('give data to clients that draw blocks themselves, without a fallback', () => {
    expect(found['shared']).toMatchObject({ status: 200, body: { title: 'Books' } })
    expect(found['missing']).toMatchObject({ status: 404, body: { error: { code: 'view-missing' } } })
  })

  it('take JSON by POST that fits the schema, and keep nothing of what was refused', () => {
    expect(found['written']).toMatchObject({ status: 200, body: { count: 1, mood: 'good' } })
    expect(found['twice']).toMatchObject({ status: 409, body: { error: 'You wrote that already.' } })
    expect(found['misfit']).toMatchObject({ status: 400, body: { error: { code: 'handler-input' } } })
    expect(found['noJson']).toMatchObject({ status: 400, body: { error: { code: 'handler-input' } } })
    expect(found['got']).toMatchObject({ status: 405, allow: 'POST' })
    expect(found['foreign']).toMatchObject({ status: 403, body: { error: { code: 'request-foreign' } } })
    expect(found['raw']).toMatchObject({ status: 200, body: 'Rain.' })
  })

  it('take raw requests, files up to the limit, and what has no handler', () => {
    expect(found['refused']).toMatchObject({ status: 405, allow: 'GET, HEAD' })
    expect(found['file']).toMatchObject({ status: 200, body: { size: 5 } })
    expect(found['text']).toMatchObject({ status: 415 })
    expect(found['large']).toMatchObject({ status: 413, body: { error: { code: 'request-too-large' } } })
    expect(found['fallbackHandler']).toMatchObject({ status: 404, body: { error: 'A diary cannot burn.' } })
    expect(found['noHandler']).toMatchObject({ status: 404, body: { error: { code: 'handler-missing' } } })
    expect(found['noBlock']).toMatchObject({ status: 404, body: { error: { code: 'block-not-found' } } })
    expect(found['forged']).toMatchObject({ status: 403, body: { error: { code: 'handler-address' } } })
  })

  it('list errors with the statuses they have', () => {
    const text = readFileSync(new URL('../../docs/handlers.md', import.meta.url), 'utf8')
    const rows = [...text.matchAll(/^\| (\d+) \| `([\w-]+)` \|/gm)].map(([, status, code]) => [
      code,
      Number(status),
    ])
    const table: Readonly<Record<string, { readonly status: number }>> = errorTable
    expect(rows.length).toBeGreaterThan(8)
    expect(rows).toEqual(rows.map(([code]) => [code, table[String(code)]?.status]))
  })
})
