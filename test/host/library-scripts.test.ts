import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { PythonScripts } from '../../python/index.js'
import { zipOf } from '../python/stored-zip.js'

const library = 'lib:O:L'
const folder = mkdtempSync(join(tmpdir(), 'library-scripts-'))
let host: Host

function write(path: string, text: string | Buffer): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
  return join(folder, dirname(path))
}

/** A module of one function for which one planet is right. */
const zip = (planet: string) =>
  zipOf(
    write(
      `modules-${planet}/planets.py`,
      `def same(expect, ans):\n    return ans.strip().lower() == "${planet}"\n`,
    ),
  )

const asking =
  '<problem display_name="Planet"><script type="loncapa/python">\nfrom planets import same\n</script><customresponse cfn="same" expect="it"><textline label="Which?"/></customresponse></problem>'

/** A course that refers to the library's problem in one version, and has a problem of its own that imports, too. */
async function course(name: string, version: string, own?: Buffer): Promise<string> {
  const inside = `<library_content_v2 url_name="ref" source_libraries='["${library}:${version}"]' library_blocks='["lb:O:L:problem:p"]'/>${own ? asking.replace('<problem', '<problem url_name="own"') : ''}`
  write(
    `${name}/course.xml`,
    `<course org="O" course="${name}" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">${inside}</vertical></sequential></chapter></course>`,
  )
  if (own) write(`${name}/static/python_lib.zip`, own)
  const { findings } = await host.authoring.import(join(folder, name), { publish: true })
  expect(findings).toEqual([])
  return `course-v1:O+${name}+R`
}

const send = (path: string, body?: unknown) =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: { accept: 'application/json', 'content-type': 'application/json' },
    }),
  )

/** Whether each answer is right to the problem of a course, the library's or the other. */
async function verdicts(name: string, answers: readonly string[], isOwn = false): Promise<string[]> {
  const unit = `/units/${encodeURIComponent(`block-v1:O+${name}+R+type@vertical+block@v`)}`
  const page = await (await send(unit)).text()
  const keys = [...page.matchAll(/data-block-type="problem" data-usage-key="([^"]+)"/g)].map(
    ([, key = '']) => key,
  )
  const key = keys.find((one) => one.includes('lb:') !== isOwn) ?? ''
  const found: string[] = []
  for (const answer of answers) {
    const at = page.indexOf(`data-usage-key="${key}"`)
    const [, input = ''] = /name="(input_[^"]+)"/.exec(page.slice(at)) ?? []
    const response = await send(
      `/blocks/${encodeURIComponent(key.replaceAll('&amp;', '&'))}/handlers/problem_check`,
      { [input]: answer },
    )
    found.push(((await response.json()) as { readonly success: string }).success)
  }
  return found
}

describe.skipIf(!PythonScripts.available())('scripts of a library’s problems', () => {
  const versions: string[] = []
  beforeAll(async () => {
    host = await openHost({ store: join(folder, 'store'), learner: () => ({ id: 'ada' }), threads: 1 })
    await host.libraries.create({ key: library })
    for (const planet of ['mars', 'venus']) {
      const add = {
        do: 'add',
        parent: library,
        olx: asking.replace('<problem', '<problem url_name="p"'),
      } as const
      await host.libraries.operate(library, [
        { do: 'put-file', usage: library, name: 'python_lib.zip', bytes: zip(planet) },
        ...(planet === 'mars' ? [add] : []),
      ])
      await host.authoring.publish(library, undefined, undefined, { name: planet })
      versions.push((await host.published(library)).publication.version)
    }
  }, 60_000)
  afterAll(async () => {
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('import what the version of the library has that each course refers to', async () => {
    const [first = '', second = ''] = versions
    await course('A', first)
    await course('B', second)
    expect(await verdicts('A', ['mars', 'venus'])).toEqual(['correct', 'incorrect'])
    expect(await verdicts('B', ['mars', 'venus'])).toEqual(['incorrect', 'correct'])
  }, 60_000)

  it('stand apart from what the course’s own scripts import, and reach no learner', async () => {
    const [first = ''] = versions
    const key = await course('C', first, zip('pluto'))
    expect(await verdicts('C', ['mars', 'pluto'])).toEqual(['correct', 'incorrect'])
    expect(await verdicts('C', ['mars', 'pluto'], true)).toEqual(['incorrect', 'correct'])
    for (const name of ['python_lib.zip', `${library}@${first}/python_lib.zip`])
      expect(
        (
          await send(
            `/assets/${encodeURIComponent(key)}/${name.split('/').map(encodeURIComponent).join('/')}`,
          )
        ).status,
      ).toBe(404)
  }, 60_000)
})
