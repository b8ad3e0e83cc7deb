import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { ProblemBlock } from '../../blocks/problem/index.js'
import type { HostRequest } from '../../host/http/exchange.js'
import { hostRequestOf } from '../../host/http/fetch-adapter.js'
import { FileWatch } from '../../host/preview/file-watch.js'
import { previewAnswer, type PreviewFeed } from '../../host/preview/preview-routes.js'
import { ProblemPreview } from '../../host/preview/problem-preview.js'
import { LiveFeed } from '../../host/http/live-feed.js'
import { BlockType, CompositorError, ScriptRunner, type ConcreteBlockClass } from '../../runtime/index.js'

const folder = mkdtempSync(join(tmpdir(), 'preview-'))
const file = join(folder, 'problem', 'one.xml')
const types = new Map(
  BlockType.allOf(ProblemBlock as ConcreteBlockClass, 'test').map((type) => [type.name, type] as const),
)
const xml = `<problem display_name="Trees &amp; more"><multiplechoiceresponse><choicegroup shuffle="true">
<choice correct="true" name="oak">Oak</choice><choice correct="false" name="fox">Fox</choice>
<choice correct="false" name="hen">Hen</choice><choice correct="false" name="cow">Cow</choice></choicegroup>
</multiplechoiceresponse><p><img src="/static/a.svg" alt="A"/></p><solution><p>It has acorns.</p></solution></problem>`

/** Stands for Python: what it is asked to run fails in its second line. */
class Failing extends ScriptRunner {
  run(): Promise<never> {
    const location = { file: 'problem', line: 2 }
    return Promise.reject(new CompositorError('script-failed', 'There is no module x.', { location }))
  }
}

function open(path = file, scripts?: ScriptRunner) {
  const places = { file: path, clientFolders: [pathToFileURL(`${join(folder, 'client')}/`)] }
  const answer = previewAnswer(new ProblemPreview({ file: path, types, scripts }), places)
  return async (method: string, address: string, body = '', headers: Record<string, string> = {}) => {
    const sent = new Request(new URL(address, 'http://localhost'), { method, ...(body !== '' && { body }) })
    const path = address.replace(/\?.*/, '')
    const request: HostRequest = { ...hostRequestOf(sent), path, header: (name) => headers[name] }
    const { status, headers: given, body: got } = await answer(request)
    return { status, headers: given, text: typeof got === 'string' ? got : Buffer.from(got).toString() }
  }
}

describe('the preview of a problem', () => {
  beforeEach(() => {
    for (const name of ['problem', 'static', 'client']) mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(file, xml)
    writeFileSync(join(folder, 'static', 'a.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
    writeFileSync(join(folder, 'client', 'problem.css'), 'p{}')
    writeFileSync(join(folder, 'secret.txt'), 'SECRET')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('shows the problem as each seed draws it, and its answers only when asked', async () => {
    const ask = open()
    const orders = await Promise.all(
      [1, 2, 3, 4].map(async (seed) => {
        const { text } = await ask('GET', `/?seed=${seed}`)
        expect(text).toContain('Trees &amp; more')
        expect(text).not.toContain('acorns')
        return Array.from(text.matchAll(/type="radio"[^>]*value="choice_(\w+)"/g), ([, name]) => name).join()
      }),
    )
    expect(new Set(orders).size).toBeGreaterThan(1)
    const { text } = await ask('GET', '/?seed=2&answers=on')
    expect(text).toContain('acorns')
    expect(text).toContain('choice_oak')
    expect(text).toMatch(/name="answers"\s+checked/)
  })

  it('grades what is submitted, and sees at once what is saved in an editor', async () => {
    const ask = open()
    const id = /name="(input_\w+_2_1)"/.exec((await ask('GET', '/')).text)?.[1] ?? ''
    const { text } = await ask('POST', '/handlers/problem_check', JSON.stringify({ [id]: 'choice_oak' }))
    expect(JSON.parse(text)).toMatchObject({ success: 'correct' })
    writeFileSync(file, xml.replace('Oak', 'Elm'))
    expect((await ask('GET', '/')).text).toContain('Elm')
    writeFileSync(file, '<problem><p></problem>')
    const broken = await ask('GET', '/')
    expect(broken).toMatchObject({ status: 422 })
    expect(broken.text).toContain('olx-malformed')
    expect(broken.text).toContain('one.xml:1:')
  })

  it.each([
    ['not well formed', '<problem>\n<p>a<br>b</p></problem>', 'one.xml:2:', 'olx-malformed'],
    [
      'something else',
      '<vertical>\n<p>a</p></vertical>',
      'one.xml:1:',
      'no &lt;problem&gt; in &lt;vertical&gt;',
    ],
    [
      'written for Python 2',
      '<problem><p>$x</p><script>\nx = 1\nprint x</script></problem>',
      'one.xml:3:1',
      'Write print(x)',
    ],
  ])(
    'says why a file that is %s cannot be shown, and keeps what could be',
    async (_, broken, place, reason) => {
      const ask = open()
      const id = /name="(input_\w+_2_1)"/.exec((await ask('GET', '/')).text)?.[1] ?? ''
      writeFileSync(file, broken)
      const { status, text } = await ask('GET', '/')
      expect(status).toBe(422)
      expect(text).toContain('role="alert"')
      expect(text).toContain(place)
      expect(text).toContain(reason)
      expect(text).toContain('as it was when it could be shown last')
      expect(text).toContain('Oak')
      const graded = await ask('POST', '/handlers/problem_check', JSON.stringify({ [id]: 'choice_oak' }))
      expect(JSON.parse(graded.text)).toMatchObject({ success: 'correct' })
      writeFileSync(file, xml)
      expect((await ask('GET', '/')).text).not.toContain('role="alert"')
    },
  )

  it('says why where nothing could be shown before, and what is odd in what is shown', async () => {
    writeFileSync(file, '<problem><p></problem>')
    const first = await open()('GET', '/')
    expect(first.status).toBe(422)
    expect(first.text).toContain('one.xml:1:')
    expect(first.text).not.toContain('shown last')
    writeFileSync(
      file,
      '<problem>\n<stringresponse answer=""><textline label="x"/></stringresponse></problem>',
    )
    const odd = await open()('GET', '/')
    expect(odd.status).toBe(200)
    expect(odd.text).toContain('one.xml:2:1')
    expect(odd.text).toContain('no answer is right')
    rmSync(file)
    expect((await open()('GET', '/')).text).toContain('ENOENT')
  })

  it('says at which line a script fails', async () => {
    const scripts = new Failing()
    writeFileSync(file, '<problem><script>\nimport x\n</script><p>$n</p></problem>')
    const { text } = await open(file, scripts)('GET', '/')
    expect(text).toContain('one.xml:2:1')
    expect(text).toContain('no module x')
  })

  it.each([
    ['over itself', (path: string, text: string) => writeFileSync(path, text)],
    [
      'as a new file in its place',
      (path: string, text: string) => {
        writeFileSync(`${path}~`, text)
        renameSync(`${path}~`, path)
      },
    ],
  ])('tells its page when the file is saved %s', async (_, save) => {
    const feed: PreviewFeed = new LiveFeed()
    const watch = new FileWatch(file, () => feed.send({ kind: 'saved' }))
    const places = { file, clientFolders: [] }
    const answer = previewAnswer(new ProblemPreview({ file, types }), places, feed)
    const request = { ...hostRequestOf(new Request('http://localhost/live')), path: '/live' }
    const reader = (await answer(request)).stream?.getReader()
    const read = async () => new TextDecoder().decode((await reader?.read())?.value)
    expect(await read()).toContain('retry')
    const told = read()
    save(file, xml.replace('Oak', 'Ash'))
    expect(await told).toBe('data: {"kind":"saved"}\n\n')
    watch.close()
    feed.close()
  })

  it('tells a page at once of what was saved between its making and its listening', async () => {
    const feed: PreviewFeed = new LiveFeed()
    const answer = previewAnswer(new ProblemPreview({ file, types }), { file, clientFolders: [] }, feed)
    const ask = async (path: string) => answer(hostRequestOf(new Request(`http://localhost${path}`)))
    feed.send({ kind: 'saved' })
    const [, saves] = /data-saves="(\d+)"/.exec(String((await ask('/')).body)) ?? []
    feed.send({ kind: 'saved' })
    const told = async (known: string | undefined) => {
      const reader = (await ask(`/live?known=${known}`)).stream?.getReader()
      const first = await reader?.read()
      feed.close()
      expect(new TextDecoder().decode(first?.value)).toContain('retry')
      return new TextDecoder().decode((await reader?.read())?.value)
    }
    expect(await told(saves)).toContain('"saved"')
    const [, now] = /data-saves="(\d+)"/.exec(String((await ask('/')).body)) ?? []
    expect(await told(now)).toBe('')
  })

  it('shows texts of the simple editor', async () => {
    const text = join(folder, 'problem', 'two.md')
    writeFileSync(text, '>>A tree?<<\n= oak')
    expect((await open(text)('GET', '/')).text).toContain('A tree?')
  })

  it('gives the files beside the problem, and none from elsewhere', async () => {
    const ask = open()
    expect((await ask('GET', '/static/a.svg')).headers['content-type']).toBe('image/svg+xml')
    expect((await ask('GET', '/client/problem.css')).text).toBe('p{}')
    for (const path of [
      '/static/../secret.txt',
      '/static/%2e%2e/secret.txt',
      '/client/..%2fsecret.txt',
      '/static/',
    ]) {
      expect((await ask('GET', path)).status).toBe(404)
    }
  })

  it('takes no submission from another site', async () => {
    const { status } = await open()('POST', '/handlers/problem_check', '{}', {
      'sec-fetch-site': 'cross-site',
    })
    expect(status).toBe(403)
  })
})
