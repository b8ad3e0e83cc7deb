import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { parseUsageKey } from '../../runtime/index.js'

const context = 'course-v1:O+C+R'
const usage = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const broken = usage('problem', 'torn')
const strange = usage('lti', 'tool')

let folder: string
let host: Host
const open = () =>
  openHost({
    store: join(folder, 'store'),
    learner: () => ({ id: 'ann' }),
    author: () => true,
    python: false,
    threads: 1,
  })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'unreadable-'))
  host = await open()
  mkdirSync(join(folder, 'course/problem'), { recursive: true })
  writeFileSync(
    join(folder, 'course/course.xml'),
    `<course org="O" course="C" url_name="R" display_name="Course"><chapter url_name="ch">
      <sequential url_name="s"><vertical url_name="v" display_name="Unit">
        <problem url_name="torn"/>
        <lti url_name="tool" display_name="Tool"/>
        <problem url_name="sound"><p>Sound</p></problem>
      </vertical></sequential></chapter></course>`,
  )
  writeFileSync(
    join(folder, 'course/problem/torn.xml'),
    '<problem display_name="Torn">\n<p>a & b</p>\n</problem>',
  )
  await host.authoring.import(join(folder, 'course'), { draft: true })
}, 60_000)

afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const address = (key: string) => `/author/blocks/${encodeURIComponent(key)}`
const send = async (path: string, fields?: Record<string, string>) => {
  const answer = await host.fetch(
    new Request(`http://localhost${path}`, {
      method: fields ? 'POST' : 'GET',
      headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin' },
      ...(fields && { body: new URLSearchParams(fields).toString() }),
    }),
  )
  return { status: answer.status, text: await answer.text() }
}
const blockOf = async (key: string) => (await host.drafts.block(parseUsageKey(key))).block

describe('a block that an import could not read', () => {
  it('has its text to edit, and becomes what that says', async () => {
    const { text } = await send(address(broken))
    expect(text).toContain('&lt;p&gt;a &amp; b&lt;/p&gt;')
    expect(text).toMatch(/<textarea id="[^"]+" name="olx"/)
    const saved = await send(address(broken), {
      olx: '<problem display_name="Whole" max_attempts="2" odd="1">\n<p>a &amp; b</p>\n</problem>',
    })
    expect(saved.status).toBe(303)
    const { type, fields, failure } = await blockOf(broken)
    expect([type, fields['display_name'], fields['max_attempts'], failure]).toEqual([
      'problem',
      'Whole',
      2,
      undefined,
    ])
    expect((await send(address(broken))).text).toContain('name="problem.was"')
  })

  it.each([
    ['that is no XML', '<problem>\n<p>a & c</p></problem>', 'Line 2, column'],
    ['of another block', '<video/>', 'a &lt;video&gt;, and this block a &lt;problem&gt;'],
    ['that is empty', '', 'The text'],
  ])('is refused a text %s, which stays in the form', async (_case, olx, words) => {
    const { status, text } = await send(address(broken), { olx })
    expect(status).toBe(400)
    expect(text).toContain(words)
    expect(text).toContain(olx.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
    expect((await host.drafts.block(parseUsageKey(broken))).kept?.text).toContain('a & b')
  })

  it('may be of a type that nobody provides', async () => {
    expect((await send(address(strange), { olx: '<lti display_name="Other" launch_url="x"/>' })).status).toBe(
      303,
    )
    expect((await send(address(strange))).text).toContain('launch_url=&quot;x&quot;')
    expect((await send(address(strange), { olx: '<lti' })).status).toBe(400)
  })

  it('is not overwritten by whoever did not see what another saved', async () => {
    const base = /name="base" value="([^"]+)"/.exec((await send(address(broken))).text)?.[1] ?? ''
    await send(address(strange), { olx: '<lti a="1"/>' })
    const late = await send(address(strange), { olx: '<lti a="2"/>', base })
    expect([late.status, late.text]).toEqual([400, expect.stringContaining('meanwhile')])
  })
})

describe('publishing what learners would not see all of', () => {
  const publishing = `/author/contexts/${encodeURIComponent(context)}/publish`
  const published = () =>
    host.published(context).then(
      () => true,
      () => false,
    )

  it('names the blocks and asks', async () => {
    const { text } = await send(publishing, {})
    expect(await published()).toBe(false)
    for (const key of [broken, strange]) expect(text).toContain(`href="${address(key)}"`)
    expect(text).toContain('No plugin of this host provides &#39;lti&#39;')
    const despite = /name="despite" value="([^"]+)"/.exec(text)?.[1] ?? ''
    await send(address(broken), { olx: '<problem/>' })
    expect((await send(publishing, { despite })).status).toBe(200)
    expect(await published()).toBe(false)
    const again = /name="despite" value="([^"]+)"/.exec((await send(publishing, {})).text)?.[1] ?? ''
    expect((await send(publishing, { despite: again })).status).toBe(303)
    expect(await published()).toBe(true)
  })

  it('is done and told by the command line, and refused where it is to be strict', async () => {
    await host.close()
    const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
    const run = async (...more: string[]) => {
      const made = promisify(execFile)(process.execPath, [
        main,
        'publish',
        context,
        '--json',
        '--store',
        join(folder, 'store'),
        ...more,
      ])
      const { stdout, code } = await made.then(
        ({ stdout: out }) => ({ stdout: out, code: 0 }),
        (thrown: { stdout: string; code: number }) => thrown,
      )
      const { published: isDone, findings } = JSON.parse(stdout) as {
        published: boolean
        findings: { code: string; level: string; usage: string }[]
      }
      return { code, isDone, found: findings.map(({ level, usage: of }) => `${level} ${of}`) }
    }
    const found = [`error ${broken}`, `error ${strange}`]
    expect(await run('--strict')).toEqual({ code: 1, isDone: false, found })
    expect(await run()).toEqual({ code: 0, isDone: true, found })
    host = await open()
    expect(await published()).toBe(true)
  }, 60_000)
})

describe('what an element and its policy say differently', () => {
  it('is a finding of the import, with which of the two wins', async () => {
    const path = join(folder, 'contradicting')
    mkdirSync(join(path, 'policies/R'), { recursive: true })
    writeFileSync(
      join(path, 'policies/R/policy.json'),
      JSON.stringify({ 'problem/p': { max_attempts: 5, weight: 2, display_name: 'P' } }),
    )
    writeFileSync(
      join(path, 'course.xml'),
      `<course org="O" course="Other" url_name="R"><chapter url_name="ch"><sequential url_name="s"><vertical url_name="v">
<problem url_name="p" max_attempts="7" weight="2.0" display_name="P"/></vertical></sequential></chapter></course>`,
    )
    const { findings } = await host.authoring.import(path)
    expect(findings.map(({ code, message, line, file }) => ({ code, message, line, file }))).toEqual([
      {
        code: 'olx-attribute',
        message: 'The element says max_attempts="7", but the policy says "5", which wins.',
        line: 2,
        file: 'course.xml',
      },
    ])
  })
})
