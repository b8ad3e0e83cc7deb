import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { callablePage } from '../../host/http/file-answer.js'
import { PythonScripts } from '../../python/index.js'

const key = 'block-v1:O+C+R+type@problem+block@p'
const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@v')}`
const folder = mkdtempSync(join(tmpdir(), 'scripted-'))
let host: Host

/**
 * A library with `grading/words.py`: `topic`, and `same(expect, ans)` for which one planet is right. Made with Python’s
 * zipfile, once for Mars and once for Venus.
 */
const libraries = {
  mars: 'UEsDBBQAAAAAAAAAIVwAAAAAAAAAAAAAAAATAAAAZ3JhZGluZy9fX2luaXRfXy5weVBLAwQUAAAAAAAAACFcaQVDbpEAAACRAAAAEAAAAGdyYWRpbmcvd29yZHMucHlpbXBvcnQgcmFuZG9tCnRvcGljID0gInBsYW5ldCIKCmRlZiBzYW1lKGV4cGVjdCwgYW5zKToKICAgIHJldHVybiB7Im9rIjogYW5zLnN0cmlwKCkubG93ZXIoKSA9PSAibWFycyIsICJtc2ciOiAiVGhlICVzIGlzICVzIiAlICh0b3BpYywgZXhwZWN0KX0KUEsBAhQDFAAAAAAAAAAhXAAAAAAAAAAAAAAAABMAAAAAAAAAAAAAAIABAAAAAGdyYWRpbmcvX19pbml0X18ucHlQSwECFAMUAAAAAAAAACFcaQVDbpEAAACRAAAAEAAAAAAAAAAAAAAAgAExAAAAZ3JhZGluZy93b3Jkcy5weVBLBQYAAAAAAgACAH8AAADwAAAAAAA=',
  venus:
    'UEsDBBQAAAAAAAAAIVwAAAAAAAAAAAAAAAATAAAAZ3JhZGluZy9fX2luaXRfXy5weVBLAwQUAAAAAAAAACFcfdixVZIAAACSAAAAEAAAAGdyYWRpbmcvd29yZHMucHlpbXBvcnQgcmFuZG9tCnRvcGljID0gInBsYW5ldCIKCmRlZiBzYW1lKGV4cGVjdCwgYW5zKToKICAgIHJldHVybiB7Im9rIjogYW5zLnN0cmlwKCkubG93ZXIoKSA9PSAidmVudXMiLCAibXNnIjogIlRoZSAlcyBpcyAlcyIgJSAodG9waWMsIGV4cGVjdCl9ClBLAQIUAxQAAAAAAAAAIVwAAAAAAAAAAAAAAAATAAAAAAAAAAAAAACAAQAAAABncmFkaW5nL19faW5pdF9fLnB5UEsBAhQDFAAAAAAAAAAhXH3YsVWSAAAAkgAAABAAAAAAAAAAAAAAAIABMQAAAGdyYWRpbmcvd29yZHMucHlQSwUGAAAAAAIAAgB/AAAA8QAAAAAA',
}

function open(): Promise<Host> {
  return openHost({
    store: join(folder, 'store'),
    learner: (request) => ({ id: request.header('x-learner') ?? 'ada' }),
    threads: 1,
  })
}

async function publish(right: keyof typeof libraries): Promise<void> {
  const course = join(folder, 'course')
  mkdirSync(join(course, 'static'), { recursive: true })
  writeFileSync(join(course, 'static', 'python_lib.zip'), Buffer.from(libraries[right], 'base64'))
  writeFileSync(
    join(course, 'course.xml'),
    `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
<problem url_name="p"><script type="loncapa/python">
from grading.words import same, topic
</script><customresponse cfn="same" expect="it"><textline label="Which $topic?"/></customresponse></problem>
</vertical></sequential></chapter></course>`,
  )
  const { findings } = await host.authoring.import(course, { publish: true })
  expect(findings).toEqual([])
}

const send = (path: string, learner: string, body?: unknown) =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'x-learner': learner, accept: 'application/json', 'content-type': 'application/json' },
    }),
  )
const page = async (learner: string) => (await send(unit, learner)).text()

async function submit(learner: string, answer: string): Promise<{ success: string; contents: string }> {
  const [, name = ''] = /name="(input_[^"]+)"/.exec(await page(learner)) ?? []
  const response = await send(`/blocks/${encodeURIComponent(key)}/handlers/problem_check`, learner, {
    [name]: answer,
  })
  return (await response.json()) as { success: string; contents: string }
}

describe.skipIf(!PythonScripts.available())('a course with a Python library', () => {
  beforeAll(async () => {
    host = await open()
    await publish('mars')
  }, 60_000)
  afterAll(async () => {
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows and grades by what its scripts import, and by the new library once that is published', async () => {
    expect(await page('ada')).toContain('Which planet?')
    const right = await submit('ada', ' Mars ')
    expect(right.success).toBe('correct')
    expect(right.contents).toContain('The planet is it')
    expect((await submit('bob', 'Venus')).success).toBe('incorrect')
    await publish('venus')
    expect((await submit('cleo', 'Venus')).success).toBe('correct')
    expect((await submit('cleo', 'Mars')).success).toBe('incorrect')
  }, 60_000)

  it('never hands the library to a learner', async () => {
    const context = encodeURIComponent('course-v1:O+C+R')
    const response = await send(`/assets/${context}/python_lib.zip`, 'ada')
    expect(response.status).toBe(404)
    expect(await page('ada')).not.toContain('same(')
  })

  it('has a process ready after the first request, as scripts have run with its store before', async () => {
    await host.close()
    host = await open()
    const processes = async () => {
      const metrics = await host.operations.fetch(new Request('http://localhost/metrics'))
      return /^unit_compositor_script_processes\{state="all"\} (\d+)$/m.exec(await metrics.text())?.[1]
    }
    expect(await processes()).toBe('0')
    await send('/', 'ada')
    await vi.waitFor(async () => expect(await processes()).toBe('1'), { timeout: 20_000 })
  }, 60_000)
})

describe('a page that is an input of a problem', () => {
  it('gets what lets the problem call its functions, after all of its own', () => {
    const [page, script] = ['<p>Page</p>', 'say()\n//# sourceMappingURL=x.js.map\n'].map((text) =>
      Buffer.from(text),
    )
    expect(callablePage(page ?? Buffer.of(), script ?? Buffer.of())).toBe(
      '<p>Page</p>\n<script type="module">say()\n</script>\n',
    )
  })
})
