import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { create } from 'tar'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MadeSite } from './made-site.js'

const context = 'course-v1:O+Up+R'
const own = `/author/contexts/${encodeURIComponent(context)}`
const course = `<course org="O" course="Up" url_name="R" display_name="Uploaded"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
  <html url_name="h"><![CDATA[<img src="/static/none.png" alt=""> <img src="/static/nor.png" alt="">]]></html>
  <problem url_name="p"/><nowhere url_name="n1"/><nowhere url_name="n2"/>
</vertical></sequential></chapter></course>`

let site: MadeSite
beforeAll(async () => {
  site = await MadeSite.open({ author: () => true })
}, 60_000)
afterAll(() => site.close())

const page = async (path: string) => (await site.get(path, 'staff ann', { accept: 'text/html' })).text()

async function uploaded(fields: Readonly<Record<string, string>>, bytes?: Uint8Array): Promise<string> {
  writeFileSync(join(site.folder, 'course.xml'), course)
  const file = join(site.folder, 'up.tar')
  await create({ cwd: site.folder, file }, ['course.xml'])
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(bytes ?? readFileSync(file))]), 'up.tar')
  const headers = { 'x-learner': 'staff ann', accept: 'text/html' }
  const answer = await site.host.fetch(
    new Request('http://localhost/author/imports', { method: 'POST', body: form, headers }),
  )
  const location = answer.headers.get('location') ?? ''
  await site.host.jobs.ended(decodeURIComponent(location.replace('/author/jobs/', '')))
  return location
}

it('publishes nothing of an upload before its author says so, and tells first what learners will miss', async () => {
  const job = await uploaded({})
  const told = await page(job)
  // A problem whose file is not there, two of a type that nobody provides, and two pictures.
  expect(told).toContain('<h2 id="verdict">Learners will miss: 1 problem, 2 blocks, and 2 files.</h2>')
  expect(told).toContain('<h1>Import of Uploaded</h1>')
  expect(told).toMatch(/<strong>Block types that no plugin provides<\/strong> <small[^>]*>2</)
  expect(told).toMatch(
    /<strong>Files that are missing<\/strong>[^]*What to do: Add the file[^]*none\.png[^]*<bdi dir="ltr">course\.xml:2:\d+<\/bdi>[^]*nor\.png/,
  )
  expect(told).toContain(`<a class="button quiet" href="${own}">Keep as a draft</a>`)
  expect(await site.host.contexts()).toEqual([])

  const [, form = ''] = told.split(`action="${own}/publish"`)
  const hidden = [...(form.split('</form>')[0] ?? '').matchAll(/name="(\w+)" value="([^"]*)"/g)]
  const sent = new URLSearchParams(hidden.map(([, name = '', value = '']): [string, string] => [name, value]))
  const published = await site.form(`${own}/publish`, sent.toString(), 'staff ann')
  expect(published.status).toBe(303)
  const { items } = await site.host.jobs.jobs.list({ kind: 'publish' })
  await site.host.jobs.ended(items[0]?.id ?? '')
  expect((await site.host.contexts()).map(({ publication }) => publication.context)).toEqual([context])
  const after = await page(job)
  expect(after).toContain('Learners miss: 1 problem, 2 blocks, and 2 files.')
  expect(after).not.toContain('Keep as a draft')
}, 60_000)

it('calls what is no archive by the name it came with, and leads back to the choice of one', async () => {
  const told = await page(await uploaded({}, Buffer.from('no archive')))
  expect(told).toContain('<h2 id="verdict">The import failed</h2>')
  expect(told).toMatch(/up\.tar .*[^]*<a class="button" href="\/author\/imports">Choose another archive<\/a>/)
  expect(told).not.toContain('unit-compositor-upload')
})

it('shows authors what they work on: all of it by when it was changed, or page after page by title', async () => {
  const titlesOf = (text: string) =>
    [...text.matchAll(/course-v1:O\+New(\d+)\+R<\/small>/g)].map(([, number]) => `New ${number}`)
  for (const number of [2, 1])
    await site.host.drafts.create({ org: 'O', number: `New${number}`, run: 'R', title: `New ${number}` }, {})
  expect(titlesOf(await page('/author?search=New')).slice(0, 2)).toEqual(['New 1', 'New 2'])
  for (let number = 3; number <= 45; number++)
    await site.host.drafts.create({ org: 'O', number: `New${number}`, run: 'R', title: `New ${number}` }, {})
  const first = await page('/author?search=New')
  expect(titlesOf(first)).toEqual(Array.from({ length: 40 }, (_, place) => `New ${place + 1}`))
  const [, next = ''] = /<a rel="next" href="([^"]*)"/.exec(first) ?? []
  const rest = await page(next.replaceAll('&amp;', '&'))
  expect(titlesOf(rest)).toEqual(Array.from({ length: 5 }, (_, place) => `New ${place + 41}`))
  expect(rest).not.toContain('rel="next"')
})
