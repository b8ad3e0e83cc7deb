import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { wholeUnit } from '../../host/whole-unit.js'
import { parseUsageKey } from '../../runtime/index.js'

const ids = Array.from({ length: 12 }, (_, place) => `q${place}`)
const bank = 'block-v1:O+C+R+type@randomized+block@bank'
const unit = 'block-v1:O+C+R+type@vertical+block@unit'
const member = (id: string) => `cb::${bank}::lb:O:Quiz:problem:${id}`

let folder: string
let host: Host

function write(root: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, root, path)), { recursive: true })
    writeFileSync(join(folder, root, path), text)
  }
  return join(folder, root)
}

const entity = (id: string): Record<string, string> => ({
  [`entities/xblock.v1/problem/${id}.toml`]: `[entity]\nkey = "xblock.v1:problem:${id}"\n\n[entity.draft]\nversion_num = 1\n\n[entity.published]\nversion_num = 1\n\n[[version]]\ntitle = "Question ${id}"\nversion_num = 1\n`,
  [`entities/xblock.v1/problem/${id}/component_versions/v1/block.xml`]: `<problem display_name="Question ${id}"><p>Secret of ${id}.</p><numericalresponse answer="1"><label>One?</label><formulaequationinput/></numericalresponse></problem>`,
})

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drawn-banks-'))
  host = await openHost({
    store: join(folder, 'store'),
    learner: (request) => ({ id: request.header('x-learner') ?? 'ada' }),
    threads: 1,
    python: false,
  })
  const library = await host.authoring.import(
    write('library', {
      'package.toml': `[meta]\nformat_version = 1\n\n[learning_package]\ntitle = "Quiz"\nkey = "lib:O:Quiz"\n`,
      ...Object.assign({}, ...ids.map(entity)),
    }),
  )
  const pin = JSON.stringify([`lib:O:Quiz:${library.version}`])
  await host.authoring.import(
    write('course', {
      'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="unit" display_name="Unit"><randomized url_name="bank" count="2" source_libraries='${pin}'/></vertical></sequential></chapter></course>`,
    }),
  )
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const get = (path: string) => host.fetch(new Request(`http://localhost${path}`))
const at = (key: string) => encodeURIComponent(key)

describe('a bank over a whole library', () => {
  it('gives a learner what they drew, and of the rest nothing, on any way in', async () => {
    const progress = await (await get(`/progress/${at('course-v1:O+C+R')}`)).text()
    const { compositor } = host.courseware
    expect(compositor.stats().inline + compositor.stats().pooled).toBe(0)
    const page = await (await get(`/units/${at(unit)}`)).text()
    const drawn = ids.filter((id) => page.includes(`Secret of ${id}.`))
    expect(drawn).toHaveLength(2)
    expect(compositor.stats().inline + compositor.stats().pooled).toBe(3)
    const blocks = JSON.stringify(await host.courseware.blocks(parseUsageKey(unit), learner))
    for (const id of ids) {
      const isDrawn = drawn.includes(id)
      const handler = await host.fetch(
        new Request(`http://localhost/blocks/${at(member(id))}/handlers/problem_save`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        }),
      )
      const data = await get(`/blocks/${at(member(id))}/views/student_view_user_state`)
      const jump = await get(`/jump/${at('course-v1:O+C+R')}/${at(member(id))}`)
      expect([id, handler.status, data.status, jump.status]).toEqual(
        isDrawn ? [id, 200, 200, 303] : [id, 404, 404, 404],
      )
      expect([blocks.includes(member(id)), progress.includes(member(id))]).toEqual([isDrawn, isDrawn])
    }
    expect(blocks).not.toContain('"pool"')
  })

  it('shows a component once that was drawn for itself and in units with it, as a reference does', async () => {
    const holding = (id: string, members: readonly string[]) =>
      `[entity]\nkey = "${id}"\n\n[entity.draft]\nversion_num = 1\n\n[entity.published]\nversion_num = 1\n\n[entity.container.unit]\n\n[[version]]\ntitle = "${id}"\nversion_num = 1\n\n[version.container]\nchildren = ${JSON.stringify(members.map((one) => `xblock.v1:problem:${one}`))}\n`
    const { version } = await host.authoring.import(
      write('units', {
        'package.toml': `[meta]\nformat_version = 1\n\n[learning_package]\ntitle = "Units"\nkey = "lib:O:Units"\n`,
        ...Object.assign({}, ...['q0', 'q1', 'q2'].map(entity)),
        'entities/one.toml': holding('one', ['q0', 'q1']),
        'entities/two.toml': holding('two', ['q1', 'q2']),
      }),
    )
    const pool = ['unit:one', 'problem:q0', 'unit:two'].map((one) => `lb:O:Units:${one}`)
    const list = (keys: readonly string[]) => `'${JSON.stringify(keys)}'`
    await host.authoring.import(
      write('of-units', {
        'course.xml': `<course org="O" course="C" url_name="U"><chapter url_name="c"><sequential url_name="s"><vertical url_name="unit"><randomized url_name="bank" count="3" source_libraries=${list([`lib:O:Units:${version}`])} pool=${list(pool)}/></vertical></sequential></chapter></course>`,
      }),
    )
    const page = await (await get(`/units/${at('block-v1:O+C+U+type@vertical+block@unit')}`)).text()
    const keys = Array.from(page.matchAll(/data-usage-key="(cb:[^"]*)"/g), ([, key = '']) =>
      key.split('::').at(-1),
    )
    const all = [...pool, 'lb:O:Units:problem:q1', 'lb:O:Units:problem:q2']
    expect(new Set(keys)).toEqual(new Set(all))
    expect(keys).toHaveLength(all.length)
    const progress = await get(`/progress/${at('course-v1:O+C+U')}`)
    expect(((await progress.json()) as { score: unknown }).score).toMatchObject({ possible: 3 })
  })

  it('is shown with all members, composed, to who looks at the unit itself; of very many with the first and how many more', async () => {
    const composed = await host.courseware.unit(parseUsageKey(unit))
    const [all] = (await host.courseware.whole(composed)).children
    expect(all?.children.map(({ key }) => key).sort()).toEqual(ids.map(member).sort())
    for (const { key, fields, origin } of all?.children ?? []) {
      const id = key.split(':').at(-1) ?? ''
      expect(fields['data']).toContain(`Secret of ${id}.`)
      expect(origin).toMatchObject({ library: 'lib:O:Quiz', block: `lb:O:Quiz:problem:${id}` })
    }
    expect([all?.more, JSON.stringify(all).includes('"pool"')]).toEqual([undefined, false])
    const [some] = (await wholeUnit(composed, host.courseware.compositor.members, 5)).children
    expect(some?.children).toEqual(all?.children.slice(0, 5))
    expect(some?.more).toBe(7)
  })
})

const learner = { id: 'ada', name: 'Ada', anonymousId: 'a', isStaff: false }
