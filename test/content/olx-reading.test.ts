import { describe, expect, it } from 'vitest'
import { courseOf, readTexts } from './made-olx.js'

const blockKey = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`

async function idsOf(inside: string): Promise<readonly string[]> {
  return (await readTexts(courseOf(inside))).find('vertical', 'v')?.children ?? []
}

/** Containers of a v2 library that each hold the same `count` children. */
function containers(level: string, child: string, count: number): (readonly [string, string])[] {
  const children = JSON.stringify(Array.from({ length: count }, (_, at) => `${child}${at}`))
  const rest = `[entity.container.${level}]\n[[version]]\nversion_num = 1\n[version.container]\nchildren = ${children}\n`
  return Array.from({ length: count }, (_, at) => [
    `entities/${level}${at}.toml`,
    entity(`${level}${at}`, '2025-01-01T00:00:00Z', 1, rest),
  ])
}

/** A draft that says where it belongs. */
function draft(parent: string, index: number): string {
  return `<vertical parent_url="${parent}" index_in_children_list="${index}"><quiz>new</quiz></vertical>`
}

/** A component or container's TOML. */
const listed = '[[version]]\nversion_num = 1\n[[version]]\nversion_num = 2\n'

function entity(key: string, created: string, published: number, rest = listed): string {
  return `[entity]\nkey = "${key}"\ncreated = ${created}\n[entity.draft]\nversion_num = 2\n[entity.published]\nversion_num = ${published}\n${rest}`
}

function folder(id: string, version: number): string {
  return `entities/xblock.v1/quiz/${id}/component_versions/v${version}`
}

describe('a block', () => {
  it('is found inline, behind a pointer, and in a subfolder named with a colon', async () => {
    const course = await readTexts(
      courseOf('<quiz url_name="a">inline</quiz><quiz url_name="b"/><quiz url_name="sub:c"/>', {
        'quiz/b.xml': '<quiz display_name="B">pointed</quiz>',
        'quiz/sub/c.xml': '<quiz>nested</quiz>',
      }),
    )
    expect(course.find('vertical', 'v')?.children).toEqual(
      ['a', 'b', 'sub:c'].map((id) => blockKey('quiz', id)),
    )
    expect(course.find('quiz', 'a')?.content).toEqual({ data: 'inline', file: 'course/R.xml' })
    expect(course.find('quiz', 'b')).toMatchObject({
      content: { data: 'pointed', file: 'quiz/b.xml' },
      settings: { display_name: 'B' },
    })
    expect(course.find('quiz', 'sub:c')?.content['data']).toBe('nested')
    expect(course.findings.list).toEqual([])
  })

  it('keeps the fields of its type, and what is none verbatim', async () => {
    const { find, findings } = await readTexts(
      courseOf(
        `<quiz url_name="a" display_name="&quot;Quoted&quot;" max_attempts="3" lenient="True" attempts="4"
          hints='["x"]' colour=" a  b " xblock-family="xblock.v1"/>`,
      ),
    )
    expect(find('quiz', 'a')?.settings).toEqual({
      display_name: 'Quoted',
      max_attempts: 3,
      lenient: true,
      hints: ['x'],
    })
    expect(find('quiz', 'a')?.xmlAttributes).toEqual({
      attempts: '4',
      colour: ' a  b ',
      'xblock-family': 'xblock.v1',
    })
    expect(findings.list).toEqual([])
  })

  it('says where a block comes from, in the platform’s form and in the seed’s, on blocks of any type', async () => {
    const links = `upstream="lb:O:L:quiz:a" upstream_version="3" downstream_customized='["display_name"]'`
    const seed = `upstream_block="lb:O:L:quiz:a" upstream_block_version="12" upstream_block.max_attempts="3"
      upstream_block.display_name="Named there" upstream_block.max_points="many" upstream_block.hints="{"`
    const { find, codes } = await readTexts(
      courseOf(`<quiz url_name="a" ${links}/><quiz url_name="b" ${seed}/><poll url_name="c" ${links}/>`),
    )
    const read = { upstream: 'lb:O:L:quiz:a', upstream_version: 3, downstream_customized: ['display_name'] }
    expect(find('quiz', 'a')?.settings).toEqual(read)
    expect(find('poll', 'c')?.settings).toEqual(read)
    expect(find('quiz', 'b')).toMatchObject({
      settings: {
        upstream_block: 'lb:O:L:quiz:a',
        upstream_block_version: 12,
        upstream_defaults: { max_attempts: 3, display_name: 'Named there' },
      },
      xmlAttributes: { 'upstream_block.max_points': 'many', 'upstream_block.hints': '{' },
    })
    expect(codes()).toEqual(['olx-attribute'])
  })

  it('is told apart from a null and from an empty text', async () => {
    const { find } = await readTexts(
      courseOf(
        '<quiz url_name="a" max_attempts="null" display_name="null"/><quiz url_name="b" max_attempts=""/>',
      ),
    )
    expect(find('quiz', 'a')?.settings).toEqual({ max_attempts: null })
    expect(find('quiz', 'b')?.settings).toEqual({ max_attempts: null })
  })

  it('keeps a value that its field refuses, and says where', async () => {
    const { find, findings } = await readTexts(
      courseOf('\n<quiz url_name="a" max_attempts="many" hints="{}"/>'),
    )
    expect(find('quiz', 'a')).toMatchObject({
      settings: {},
      xmlAttributes: { max_attempts: 'many', hints: '{}' },
    })
    expect(findings.list).toMatchObject([
      {
        level: 'warning',
        code: 'olx-attribute',
        file: 'course/R.xml',
        line: 2,
        column: 1,
        usage: blockKey('quiz', 'a'),
      },
      { code: 'olx-attribute' },
    ])
  })

  it('takes fields from option elements, and null from those marked none', async () => {
    const { find } = await readTexts(
      courseOf(
        `<quiz url_name="a" xmlns:option="http://code.edx.org/xblock/option"><option:display_name>Named</option:display_name><option:max_attempts none="true"/>rest</quiz>
        <quiz url_name="b"><o:hints xmlns:o="http://code.edx.org/xblock/option">["h"]</o:hints></quiz>`,
      ),
    )
    expect(find('quiz', 'a')).toMatchObject({
      settings: { display_name: 'Named', max_attempts: null },
      content: { data: 'rest' },
    })
    expect(find('quiz', 'b')?.settings).toEqual({ hints: ['h'] })
  })

  it('of a type without readOlx takes text into its content field and elements as children', async () => {
    const { find } = await readTexts(courseOf('<note url_name="n"> hello <quiz url_name="q"/></note>'))
    expect(find('note', 'n')).toMatchObject({
      content: { content: 'hello' },
      children: [blockKey('quiz', 'q')],
    })
  })

  it('of an unknown type is kept whole, and its inside is not entered', async () => {
    const text =
      '<poll url_name="p" display_name="Poll" data="x"><!-- why --><answer>a &amp; b</answer></poll>'
    const { find, blocks } = await readTexts(courseOf(text))
    expect(find('poll', 'p')).toEqual({
      key: blockKey('poll', 'p'),
      type: 'poll',
      content: { xml: text },
      settings: { display_name: 'Poll' },
      children: [],
      xmlAttributes: {},
      kept: [],
    })
    expect([...blocks.values()].map(({ type }) => type)).toEqual([
      'course',
      'chapter',
      'sequential',
      'vertical',
      'poll',
    ])
  })

  it('of an unknown type that only has a name is no lost pointer', async () => {
    const { find, findings } = await readTexts(courseOf('<done url_name="d"/>'))
    expect(find('done', 'd')?.content).toEqual({ xml: '<done url_name="d"/>' })
    expect(findings.list).toEqual([])
  })

  it('without url_name keeps its id when others are added, and differs from its twin', async () => {
    const before = await idsOf('<quiz>one</quiz><quiz>one</quiz>')
    const after = await idsOf('<note/><quiz>one</quiz><quiz>one</quiz>')
    expect(new Set(before).size).toBe(2)
    expect(after.slice(1)).toEqual(before)
    expect(before[0]).toMatch(/\+type@quiz\+block@quiz_[0-9a-f]{12}$/)
  })

  it('may have spaces and accents in its name', async () => {
    const course = await readTexts(
      courseOf('<quiz url_name="Été à la mer"/>', { 'quiz/Été à la mer.xml': '<quiz>x</quiz>' }),
    )
    const quiz = course.find('quiz', 'Été_à_la_mer')
    expect(quiz).toMatchObject({ urlName: 'Été à la mer', content: { data: 'x' } })
  })

  it('reads the older ways to name a file', async () => {
    const { find, findings } = await readTexts(
      courseOf(
        '<quiz url_name="a" filename="deep:f" display_name="Outer"/><quiz url_name="b"/><quiz url_name="c" lenient="true"/><quiz slug="d" name="Old">x</quiz>',
        {
          'quiz/deep/f.xml': '<quiz display_name="Inner">a</quiz>',
          'quizs/b.xml': '<quiz>b</quiz>',
          'quiz/c.xml': '<quiz lenient="false">c</quiz>',
        },
      ),
    )
    expect(find('quiz', 'a')).toMatchObject({ content: { data: 'a' }, settings: { display_name: 'Outer' } })
    expect(find('quiz', 'b')?.content['data']).toBe('b')
    expect(find('quiz', 'c')?.settings).toEqual({ lenient: true })
    expect(find('quiz', 'd')?.settings).toEqual({ display_name: 'Old' })
    expect(findings.list.map(({ level }) => level)).toEqual(['note'])
  })
})

describe('a course', () => {
  it('has its run in its key, its root called course, and what is no block kept', async () => {
    const course = await readTexts({
      'course.xml': '<course url_name="2026 T1" org="Org" course="C.1"/>',
      'course/2026 T1.xml':
        '<course display_name="Title" org="x"><wiki slug="w"/><!-- c --><textbook title="t"/>text</course>',
    })
    expect(course.context).toBe('course-v1:Org+C.1+2026_T1')
    expect(course.blocks.get('block-v1:Org+C.1+2026_T1+type@course+block@course')).toMatchObject({
      urlName: '2026 T1',
      settings: { display_name: 'Title' },
      kept: ['<wiki slug="w"/>', '<textbook title="t"/>', 'text'],
    })
  })

  it('may be written in one file', async () => {
    const { blocks, title } = await readTexts({
      'course.xml':
        '<course url_name="R" org="O" course="C" display_name="One"><chapter><sequential><quiz/></sequential></chapter></course>',
    })
    expect([...blocks.values()].map(({ type }) => type)).toEqual(['course', 'chapter', 'sequential', 'quiz'])
    expect(title).toBe('One')
  })

  it.each([['policies/R/policy.json'], ['policies/R.json']])(
    'is overruled by its policy: %s',
    async (path) => {
      const policy = {
        'course/R': { display_name: 'By policy', graceperiod: '1 day' },
        'quiz/a': { max_attempts: 5, hints: ['p'], display_name: null },
        'chapter/c': { due: '2026-02-03T04:05', graded: 'true' },
      }
      const course = await readTexts(
        courseOf('<quiz url_name="a" max_attempts="1" display_name="own" lenient="true"/>', {
          [path]: JSON.stringify(policy),
        }),
      )
      expect(course.title).toBe('By policy')
      expect(course.find('quiz', 'a')?.settings).toEqual({ max_attempts: 5, hints: ['p'], lenient: true })
      expect(course.find('chapter', 'c')?.settings).toEqual({
        display_name: 'Section',
        due: '2026-02-03T04:05:00Z',
        graded: true,
      })
    },
  )

  it('knows its static files by the names content uses', async () => {
    const { assets, assetAliases, files } = await readTexts(
      courseOf('<quiz/>', {
        'static/a b.png': 'x',
        'static/subs/t.srt': 'x',
        'static/real_name.png': 'x',
        'static/real name.png': 'y',
        'policies/assets.json': JSON.stringify({
          'a b.png': { filename: 'asset-v1:O+C+R+type@asset+block@stored.png' },
          gone: { filename: 'asset-v1:O+C+R+type@asset+block@gone.png' },
        }),
        'about/overview.html': '<p/>',
      }),
    )
    expect([...assets]).toContainEqual(['subs/t.srt', 'static/subs/t.srt'])
    expect(assetAliases).toEqual({
      'a_b.png': 'a b.png',
      'stored.png': 'a b.png',
      'subs_t.srt': 'subs/t.srt',
    })
    expect(files).toEqual(['about/overview.html'])
  })

  it('takes drafts only when asked for', async () => {
    const texts = courseOf('<quiz url_name="q"/>', {
      'quiz/q.xml': '<quiz>published</quiz>',
      'drafts/quiz/q.xml': '<quiz>draft</quiz>',
    })
    expect((await readTexts(texts)).find('quiz', 'q')?.content['data']).toBe('published')
    expect((await readTexts(texts, true)).find('quiz', 'q')?.content['data']).toBe('draft')
  })

  it('has units that are only drafts where they say they belong', async () => {
    const texts = courseOf('', {
      'drafts/vertical/first.xml': draft('i4x://O/C/sequential/s', 0),
      'drafts/vertical/last.xml': draft('block-v1:O+C+R+type@sequential+block@s', 7),
      'drafts/vertical/lost.xml': draft('nowhere', 0),
    })
    const units = async (drafts: boolean) =>
      (await readTexts(texts, drafts)).find('sequential', 's')?.children
    expect(await units(false)).toEqual([blockKey('vertical', 'v')])
    expect(await units(true)).toEqual(['first', 'v', 'last'].map((id) => blockKey('vertical', id)))
  })
})

describe('a v1 library', () => {
  it('is read with its options and its blocks', async () => {
    const library = await readTexts({
      'library.xml': `<library xblock-family="xblock.v1" display_name="Lib" library="L" org="O" url_name="library">
        <option:advanced_modules xmlns:option="http://code.edx.org/xblock/option">["x"]</option:advanced_modules>
        <quiz url_name="a"/><quiz url_name="b">in</quiz></library>`,
      'quiz/a.xml': '<quiz>file</quiz>',
    })
    expect(library).toMatchObject({ context: 'library-v1:O+L', kind: 'library', title: 'Lib' })
    expect(library.blocks.get(library.root)?.children).toEqual(
      ['a', 'b'].map((id) => `lib-block-v1:O+L+type@quiz+block@${id}`),
    )
    expect(library.blocks.get(library.root)?.xmlAttributes).toMatchObject({ advanced_modules: '["x"]' })
  })
})

describe('a v2 library', () => {
  const texts = {
    'package.toml':
      '[meta]\ncreated_at = 2026-01-01T00:00:00Z\n[learning_package]\nkey = "lib:O:L"\ntitle = "Library"\n',
    'entities/xblock.v1/quiz/a.toml': entity('xblock.v1:quiz:a', '2025-01-02T00:00:00Z', 1),
    [`${folder('a', 1)}/block.xml`]: '<quiz display_name="A">one</quiz>',
    [`${folder('a', 1)}/static/p.png`]: 'pa',
    [`${folder('a', 2)}/block.xml`]: '<quiz>two</quiz>',
    'entities/xblock.v1/quiz/b.toml': entity('xblock.v1:quiz:b', '2025-01-01T00:00:00Z', 2),
    [`${folder('b', 2)}/block.xml`]: '<quiz>b</quiz>',
    [`${folder('b', 2)}/static/p.png`]: 'pb',
    'entities/u.toml': entity(
      'u',
      '2025-01-01T00:00:00Z',
      2,
      '[entity.container.unit]\n[[version]]\ntitle = "U"\nversion_num = 2\n[version.container]\nchildren = ["xblock.v1:quiz:a", "u", "gone"]\n',
    ),
    'collections/c.toml': '[collection]\nkey = "c"\ntitle = "C"\nentities = ["xblock.v1:quiz:b"]\n',
  }

  it('lists components in the order they were made, then containers, and files by block', async () => {
    const library = await readTexts(texts)
    const [a, b, unit] = ['lb:O:L:quiz:a', 'lb:O:L:quiz:b', 'lb:O:L:unit:u']
    expect(library.blocks.get('lib:O:L')?.children).toEqual([b, a, unit])
    expect(library.find('quiz', 'a')?.content['data']).toBe('one')
    expect(library.find('unit', 'u')).toMatchObject({
      type: 'vertical',
      children: [a],
      settings: { display_name: 'U' },
    })
    expect([...library.assets.keys()]).toEqual([`${a}/p.png`, `${b}/p.png`])
    expect(library.metadata['collections']).toEqual([{ key: 'c', title: 'C', description: '', blocks: [b] }])
    expect(library.codes()).toEqual(['olx-cycle', 'olx-file-missing'])
  })

  it('does not grow without bound through containers that share what they hold', async () => {
    const problems = Array.from({ length: 150 }, (_, at) => [
      [`entities/xblock.v1/quiz/${at}.toml`, entity(`xblock.v1:quiz:${at}`, '2025-01-01T00:00:00Z', 1)],
      [`${folder(String(at), 1)}/block.xml`, '<quiz>x</quiz>'],
    ])
    const library = await readTexts({
      'package.toml': texts['package.toml'],
      ...Object.fromEntries(problems.flat()),
      ...Object.fromEntries([
        ...containers('unit', 'xblock.v1:quiz:', 150),
        ...containers('subsection', 'unit', 150),
        ...containers('section', 'subsection', 150),
      ]),
    })
    const sizeOf = (key: string): number =>
      (library.blocks.get(key)?.children ?? []).reduce((sum, child) => sum + sizeOf(child), 1)
    const sizes = [...library.blocks.values()]
      .filter(({ type }) => type !== 'library')
      .map(({ key }) => sizeOf(key))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10_000)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000)
    expect(library.codes()).toContain('olx-too-large')
  })

  it('keeps an error block for a component without a readable file', async () => {
    const library = await readTexts({
      ...texts,
      [`${folder('a', 1)}/block.xml`]: '<quiz>',
      [`${folder('b', 2)}/block.xml`]: '',
    })
    expect(library.find('quiz', 'a')).toMatchObject({
      type: 'error',
      content: { original_type: 'quiz', contents: '<quiz>' },
    })
    expect(library.codes().slice(0, 2)).toEqual(['olx-malformed', 'olx-malformed'])
  })
})
