import { afterAll, beforeAll, expect, it } from 'vitest'
import { MadeSite } from './made-site.js'

const context = 'course-v1:O+Files+R'
const address = `/author/contexts/${encodeURIComponent(context)}/files`
const html = (id: string, text: string) =>
  `<html url_name="${id}" display_name="Text ${id}"><![CDATA[${text}]]></html>`

let site: MadeSite
beforeAll(async () => {
  site = await MadeSite.open({ author: (_request, { id }) => id === 'staff ann' })
  await site.publish({
    'course.xml': `<course org="O" course="Files" url_name="R" display_name="With files"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
      ${html('link', '<img src="/static/map.png" alt="">')}${html('escaped', '<a href="/static/my%20plan.pdf">Plan</a>')}
      ${html('key', '<img src="/asset-v1:O+Files+R+type@asset+block@map.png" alt="">')}
    </vertical></sequential></chapter></course>`,
    'static/map.png': 'map',
    'static/my plan.pdf': 'plan',
    'static/left.txt': 'left',
  })
}, 60_000)
afterAll(() => site.close())

const page = async (path = address, learner = 'staff ann') => {
  const answer = await site.get(path, learner, { accept: 'text/html' })
  return { status: answer.status, text: await answer.text() }
}
const line = (text: string, name: string) =>
  text
    .split('<li>')
    .slice(1)
    .find((one) => one.includes(`<bdi>${name}</bdi>`)) ?? ''
/** The list item of a file with what uses it. */
const item = (text: string, name: string) => {
  const start = text.indexOf(`<bdi>${name}</bdi>`)
  const end = text.indexOf('/author/assets/', start)
  return text.slice(start, end === -1 ? text.indexOf('</main>') : end)
}

async function posted(
  fields: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, text] of Object.entries(files)) form.append('file', new Blob([text]), name)
  const headers = { 'x-learner': 'staff ann', accept: 'text/html' }
  const asked = new Request(`http://localhost${address}`, { method: 'POST', body: form, headers })
  const answer = await site.host.fetch(asked)
  return { status: answer.status, location: answer.headers.get('location') ?? '', text: await answer.text() }
}
const names = async () => {
  const found: string[] = []
  for await (const [name] of (await site.host.content.view(context, 'draft')).assets()) found.push(name)
  return found.sort()
}

it('tells of each file of a course which blocks use it, however they name it', async () => {
  const { text } = await page()
  expect(item(text, 'map.png')).toMatch(
    /Used in 2 places[^]*Text link[^]*Text key|Used in 2 places[^]*Text key[^]*Text link/,
  )
  expect(item(text, 'my plan.pdf')).toMatch(/Used in 1 place[^]*Text escaped/)
  expect(item(text, 'left.txt')).toContain('Nothing in the course uses it.')
  const sought = (await page(`${address}?search=PLAN`)).text
  expect([line(sought, 'my plan.pdf') !== '', line(sought, 'map.png')]).toEqual([true, ''])
  expect((await page(address, 'bob')).status).not.toBe(200)
})

it('adds and replaces files, deletes those that no block uses, and can take that back', async () => {
  expect((await posted({ do: 'delete', name: 'map.png' })).text).toContain('map.png is used: it stays.')
  expect((await posted({ do: 'add' }, { 'left.txt': 'other' })).text).toContain(
    'There is a file left.txt already',
  )
  expect((await posted({ do: 'add' }, {})).text).toContain('No file was chosen.')
  expect((await posted({ do: 'add' }, { 'run.html': '<p>' })).text).toContain('a browser would run it')
  expect((await posted({ do: 'add', over: 'on' }, { 'left.txt': 'other', 'new.png': 'n' })).status).toBe(303)
  const view = await site.host.content.view(context, 'draft')
  expect((await view.asset('left.txt'))?.size).toBe(5)
  const gone = await posted({ do: 'delete', name: 'left.txt' })
  expect(await names()).toEqual(['map.png', 'my plan.pdf', 'new.png'])
  const told = (await page(gone.location)).text
  const [, undo = ''] = told.split('/undo"')
  const sent = [...(undo.split('</form>')[0] ?? '').matchAll(/name="(\w+)" value="([^"]*)"/g)]
  const fields = sent.map(([, name = '', value = '']): [string, string] => [name, value])
  const back = await site.form(
    address.replace(/files$/, 'undo'),
    new URLSearchParams(fields).toString(),
    'staff ann',
  )
  expect(back.headers.get('location')).toContain(`${address}?news=undone`)
  expect(await names()).toEqual(['left.txt', 'map.png', 'my plan.pdf', 'new.png'])
})
