import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'

const problem = (id: string, answer: string) =>
  `<problem url_name="${id}" max_attempts="5"><stringresponse answer="${answer}"><label>${id}?</label><textline/></stringresponse></problem>`
const files: Readonly<Record<string, string>> = {
  'course.xml': '<course url_name="R" org="O" course="C"/>',
  'course/R.xml': `<course display_name="Made"><chapter url_name="c"><sequential url_name="s">
    <vertical url_name="faulty">
      <html url_name="before"><![CDATA[<p>Before.</p>]]></html>
      <problem url_name="broken"/>
      <library_content_v2 url_name="lib" source_libraries='["lib:O:Gone:${'a'.repeat(64)}"]' library_blocks='["lb:O:Gone:html:x1","lb:O:Gone:html:x2","lb:O:Gone:html:x3"]'/>
      <unheard url_name="other" display_name="Odd one"/>
      <html url_name="after"><![CDATA[<p>After.</p>]]></html>
    </vertical>
    <problem url_name="alone"/>
    <vertical url_name="bank">
      <itembank url_name="pick" max_count="-1" allow_resetting_children="true">
        ${problem('a', 'yes')}${problem('b', 'yes')}
      </itembank>
    </vertical>
  </sequential></chapter></course>`,
  'problem/alone.xml': '<problem><p></problem>',
  'problem/broken.xml': '<problem>\n<p>a & <b>\n</p></problem>',
}

const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
let folder: string
let host: Host

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shown-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'olx', path)), { recursive: true })
    writeFileSync(join(folder, 'olx', path), text)
  }
  host = await openHost({
    store: join(folder, 'store'),
    learner: (request) => ({
      id: request.header('x-learner') ?? 'ada',
      isStaff: request.header('x-learner') === 'sam',
    }),
    threads: 1,
  })
  await host.authoring.import(join(folder, 'olx'))
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const page = async (type: string, id: string, learner = 'ada', language = 'en') => {
  const address = `http://localhost/units/${encodeURIComponent(key(type, id))}`
  const text = await (
    await host.fetch(new Request(address, { headers: { 'x-learner': learner, 'accept-language': language } }))
  ).text()
  return text.slice(text.indexOf('<main'), text.indexOf('</main>'))
}
const call = async (type: string, id: string, handler: string, body: unknown = {}) => {
  const address = `http://localhost/blocks/${encodeURIComponent(key(type, id))}/handlers/${handler}`
  const headers = { 'x-learner': 'ada', 'content-type': 'application/json' }
  return host.fetch(new Request(address, { method: 'POST', body: JSON.stringify(body), headers }))
}

describe('a block whose content is at fault', () => {
  it('is left out of what learners see, and what no plugin provides is still said', async () => {
    const html = await page('vertical', 'faulty')
    expect(html).toMatch(/Before\..*Odd one.*After\./s)
    expect(html).not.toMatch(/could not be shown|xblock-failed|\(error\)|Gone/)
  })

  it('shows staff why, with file and line, and one note for a library that is missing', async () => {
    const html = await page('vertical', 'faulty', 'sam')
    expect(html).toMatch(/problem: olx-malformed.*problem\/broken\.xml:3:/s)
    expect(html.match(/library-version-missing/g)).toHaveLength(1)
    expect(html).toContain('3 blocks should stand here')
    expect(html.match(/Learners see nothing here/g)).toHaveLength(2)
  })

  it('is said where it is the whole unit', async () => {
    expect(await page('problem', 'alone')).toContain('This part of the page could not be shown.')
  })

  it.each([
    ['fr', 'ada', /<p>Cette partie de la page n’a pas pu être affichée\.<\/p>/],
    ['fr', 'sam', /<details lang="en">/],
    ['ar', 'ada', /<p dir="rtl">تعذّر عرض هذا الجزء من الصفحة\.<\/p>/],
    ['fr', 'eve', /<p>Cette partie/],
  ])('is said in the language of whoever sees it (%s, %s)', async (language, learner, said) => {
    expect(await page('problem', 'alone', learner, language)).toMatch(said)
  })
})

describe('resetting a bank', () => {
  it('resets the problems the learner had, and leaves one that was not answered as it is', async () => {
    const shown = await page('vertical', 'bank')
    expect(shown.match(/name="input_[^"]+"/g)).toHaveLength(2)
    const [, mine = ''] = /name="(input_[^"]+)"/.exec(shown.slice(shown.indexOf('block@a'))) ?? []
    const answered = await call('problem', 'a', 'problem_check', { [mine]: 'yes' })
    expect(answered.status).toBe(200)
    const state = async (id: string) => {
      const address = `http://localhost/blocks/${encodeURIComponent(key('problem', id))}/views/student_view_user_state`
      return (await host.fetch(new Request(address))).json() as Promise<Record<string, unknown>>
    }
    expect(await state('a')).toMatchObject({ attempts: 1, done: true })
    expect((await call('itembank', 'pick', 'reset_selected_children')).status).toBe(200)
    const after = await state('a')
    expect(after).toMatchObject({ attempts: 1, done: false, student_answers: {} })
    expect(await state('b')).toMatchObject({ attempts: 0 })
  })
})
