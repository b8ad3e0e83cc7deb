import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { ProblemBlock } from '../../blocks/problem/index.js'
import type { HostRequest } from '../../host/http/exchange.js'
import { hostRequestOf } from '../../host/http/fetch-adapter.js'
import { previewAnswer } from '../../host/preview/preview-routes.js'
import { ProblemPreview } from '../../host/preview/problem-preview.js'
import { BlockType, type ConcreteBlockClass } from '../../runtime/index.js'

const folder = mkdtempSync(join(tmpdir(), 'preview-'))
const file = join(folder, 'problem', 'one.xml')
const types = new Map(
  BlockType.allOf(ProblemBlock as ConcreteBlockClass, 'test').map((type) => [type.name, type] as const),
)
const xml = `<problem display_name="Trees &amp; more"><multiplechoiceresponse><choicegroup shuffle="true">
<choice correct="true" name="oak">Oak</choice><choice correct="false" name="fox">Fox</choice>
<choice correct="false" name="hen">Hen</choice><choice correct="false" name="cow">Cow</choice></choicegroup>
</multiplechoiceresponse><p><img src="/static/a.svg" alt="A"/></p><solution><p>It has acorns.</p></solution></problem>`

function open(path = file) {
  const places = { file: path, clientFolders: [pathToFileURL(`${join(folder, 'client')}/`)] }
  const answer = previewAnswer(new ProblemPreview({ file: path, types }), places)
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
