import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Container } from 'inversify'
import { describe, expect, it } from 'vitest'
import { HtmlBlock } from '../../../blocks/html/index.js'
import { BlockRuntime, BlockType, Urls, User, type ComposedBlock, type Json } from '../../../runtime/index.js'
import { HostUrls } from '../host-urls.js'

const types = new Map(BlockType.allOf(HtmlBlock, 'test').map((type) => [type.name, type]))
const services = new Container()
services.bind(Urls).toConstantValue(new HostUrls((name) => name.endsWith('.png')))
const runtime = new BlockRuntime({ types, services })

function htmlBlock(data: string, prepared = true): ComposedBlock {
  const type = types.get('html')
  const fields = { data }
  const source = { usage: 'u', type: 'html', definition: 'd', fields }
  const ready: Json = JSON.parse(
    JSON.stringify(type?.capabilities.prepare?.prepare(type.sharedFields(source))),
  )
  return {
    key: 'block-v1:O+C+R+type@html+block@h1',
    type: 'html',
    definition: 'd',
    fields,
    children: [],
    ...(prepared && { prepared: ready }),
  }
}

function session(learner?: string) {
  return runtime.session({
    fieldData: { record: () => undefined },
    bind: (bound) => {
      if (learner === undefined) return
      bound
        .bind(User)
        .toConstantValue({ id: learner, anonymousId: `anon-${learner}`, isStaff: false, name: learner })
    },
  })
}

async function shown(data: string, learner = 'ada') {
  return (await session(learner).fragment(htmlBlock(data), 'student_view')).content.text
}

describe('the html block', () => {
  it("shows the author's text, cleaned", async () => {
    expect(await shown('<h2>Hi</h2><script>alert(1)</script>')).toContain(
      '<div class="course-html"><h2>Hi</h2></div>',
    )
  })

  it('leads links into the course where the host has it', async () => {
    const html = await shown(
      '<img src="/static/a.png" alt=""><a href="/jump_to_id/next">go</a><a href="/static/gone.zip">z</a>',
    )
    expect(html).toContain('src="/assets/a.png"')
    expect(html).toContain('href="/go/next"')
    expect(html).toContain('href="/static/gone.zip"')
  })

  it('is the same piece for all learners', async () => {
    const block = htmlBlock('<p>same, in %%COURSE_ID%%</p>')
    const first = await session('ada').fragment(block, 'student_view')
    expect(first.content.text).toContain('<p>same, in course-v1:O+C+R</p>')
    expect(await session('bob').fragment(block, 'student_view')).toBe(first)
  })

  it('is each learner’s own when it names the learner', async () => {
    const block = htmlBlock('<iframe src="https://survey.example/?who=%%USER_ID%%"></iframe>')
    const ada = await session('ada').fragment(block, 'student_view')
    const bob = await session('bob').fragment(block, 'student_view')
    expect(ada.content.text).toContain('?who=anon-ada"')
    expect(bob.content.text).toContain('?who=anon-bob"')
  })

  it('names nobody where nobody is signed in, and escapes what it fills in', async () => {
    const nobody = await session().fragment(htmlBlock('<p>[%%USER_ID%%]</p>'), 'public_view')
    expect(nobody.content.text).toContain('<p>[]</p>')
    expect(await shown('<p title="%%USER_ID%%">x</p>', '"><b>')).toContain('title="anon-&quot;&gt;&lt;b&gt;"')
  })

  it('gives the same text as data', async () => {
    expect(await session('ada').view(htmlBlock('<p>a<script>1</script></p>'), 'student_view_data')).toEqual({
      enabled: true,
      html: '<p>a</p>',
    })
  })

  it('shows the same when nothing was prepared', async () => {
    const block = htmlBlock('<p><img src="/static/a.png" alt=""></p>', false)
    expect((await session('ada').fragment(block, 'student_view')).content.text).toContain(
      'src="/assets/a.png"',
    )
  })

  it('also reads about pages, course info and tabs', () => {
    expect([...types.keys()].sort()).toEqual(['about', 'course_info', 'html', 'static_tab'])
  })
})

const courses = new URL('../../../../shared/olx/', import.meta.url)

describe.skipIf(!existsSync(courses))('html of real courses', () => {
  const files = existsSync(courses)
    ? ['dhis2-intro'].flatMap((course) => {
        const folder = new URL(`${course}/olx/html/`, courses)
        return readdirSync(folder)
          .filter((file) => file.endsWith('.html'))
          .map((file) => new URL(file, folder))
      })
    : []

  it('keeps every word and picture', async () => {
    expect(files.length).toBeGreaterThan(40)
    for (const file of files) {
      const source = readFileSync(file, 'utf8')
      const html = await shown(source)
      expect(words(html)).toEqual(words(source))
      expect(html.match(/<img /g)?.length).toBe(source.match(/<img /gi)?.length)
    }
  })
})

/** The words between the tags, without those of scripts, styles and controls. */
function words(html: string): string {
  return html
    .replace(/<(script|style|select|option|textarea|title)\b.*?<\/\1>/gis, '')
    .replace(/<!--.*?-->|<!DOCTYPE[^>]*>|<[^>]*>/gs, ' ')
    .replace(/&[#\w]+;|[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
