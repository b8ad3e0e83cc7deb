import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importPath } from '../../content/index.js'
import { findingLimit } from '../../content/olx/findings.js'
import { courseOf, kept, memoryStore, readTexts, testTypes } from './made-olx.js'
import { zipArchive } from './archives.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bad-olx-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function written(name: string, texts: Readonly<Record<string, string | Buffer>>): string {
  for (const [path, text] of Object.entries(texts)) {
    const full = join(folder, name, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, text)
  }
  return join(folder, name)
}

describe('a block that cannot be read', () => {
  it.each([
    ['a tag that is not closed', '<quiz><p></quiz>', 'olx-malformed'],
    ['a bare ampersand', '<quiz>a & b</quiz>', 'olx-malformed'],
    ['a raw less-than sign', '<quiz>1 < 2</quiz>', 'olx-malformed'],
    ['zero bytes', '', 'olx-malformed'],
    ['a template', '{% extends "x" %}', 'olx-malformed'],
    ['a null character', '<quiz>\0</quiz>', 'olx-malformed'],
    [
      'an entity bomb',
      '<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><quiz>&b;</quiz>',
      'olx-malformed',
    ],
    [
      'an external entity',
      '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
      'olx-malformed',
    ],
    ['binary garbage', '\uFFFD\u0001\uFFFDPNG', 'olx-malformed'],
    ['an attribute of 10 MB', `<quiz display_name="${'x'.repeat(10_000_000)}"/>`, 'olx-too-large'],
    ['100,000 levels', '<quiz>'.repeat(100_000), 'olx-too-deep'],
  ])('is an error block that keeps its text: %s', async (_, text, code) => {
    const read = await readTexts(
      courseOf('<quiz url_name="q" display_name="Shown"/><quiz url_name="next">fine</quiz>', {
        'quiz/q.xml': text,
      }),
    )
    expect(read.find('quiz', 'q')).toMatchObject({
      type: 'error',
      settings: { display_name: 'Shown' },
      content: { original_type: 'quiz', contents: text },
    })
    expect(read.find('quiz', 'next')?.content['data']).toBe('fine')
    const [finding, ...rest] = read.findings.list
    expect(rest).toEqual([])
    expect(finding).toMatchObject({
      level: 'error',
      code,
      file: 'quiz/q.xml',
      usage: read.find('quiz', 'q')?.key,
    })
  })

  it('says the line and column of the fault', async () => {
    const read = await readTexts(courseOf('<quiz url_name="q"/>', { 'quiz/q.xml': '<quiz>\n  <p>\n</quiz>' }))
    expect(read.findings.list[0]).toMatchObject({ code: 'olx-malformed', file: 'quiz/q.xml', line: 3 })
  })

  it('is one because its file is missing', async () => {
    const read = await readTexts(courseOf('\n <problem url_name="gone"/>'))
    expect(read.find('problem', 'gone')).toMatchObject({
      type: 'error',
      content: { contents: '<problem url_name="gone"/>' },
    })
    expect(read.findings.list).toMatchObject([
      { code: 'olx-file-missing', file: 'course/R.xml', line: 2, column: 2 },
    ])
  })

  it('is one because its plugin throws', async () => {
    const read = await readTexts(courseOf('<clumsy url_name="x">text</clumsy>'))
    expect(read.find('clumsy', 'x')).toMatchObject({
      type: 'error',
      content: { contents: '<clumsy url_name="x">text</clumsy>', message: 'no such thing' },
    })
    expect(read.codes()).toEqual(['block-failed'])
  })
})

describe('a tree that never ends', () => {
  it('is cut where a pointer leads back', async () => {
    const read = await readTexts(
      courseOf('<vertical url_name="a"/>', {
        'vertical/a.xml': '<vertical><vertical url_name="b"/></vertical>',
        'vertical/b.xml': '<vertical><vertical url_name="a"/><quiz url_name="q">x</quiz></vertical>',
      }),
    )
    expect(read.find('quiz', 'q')?.content['data']).toBe('x')
    expect(read.codes()).toEqual(['olx-duplicate', 'olx-cycle'])
    expect([...read.blocks.values()].filter(({ type }) => type === 'error')).toHaveLength(1)
  })

  it('is cut where blocks are nested too deep', async () => {
    const levels = 300
    const read = await readTexts(courseOf('<vertical>'.repeat(levels) + '</vertical>'.repeat(levels)))
    expect(read.codes()).toEqual(['olx-too-deep'])
    expect(read.blocks.size).toBe(101)
  })

  it('is cut where pointers lead on and on', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 3000 }, (_, at) => [
        `vertical/p${at}.xml`,
        `<vertical><vertical url_name="p${at + 1}"/></vertical>`,
      ]),
    )
    const read = await readTexts(courseOf('<vertical url_name="p0"/>', files))
    expect(read.codes()).toEqual(['olx-too-deep'])
  })

  it('is refused where few files stand for too many blocks', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `vertical/p${at}.xml`,
        `<vertical><vertical url_name="p${at + 1}"/><vertical url_name="p${at + 1}"/></vertical>`,
      ]),
    )
    await expect(readTexts(courseOf('<vertical url_name="p0"/>', files))).rejects.toMatchObject({
      code: 'olx-too-large',
      location: { file: expect.stringMatching(/^vertical\/p\d+\.xml$/) as string, line: 1 },
    })
  }, 30_000)
})

describe('names', () => {
  it('that stand twice are both kept, the second under a derived name', async () => {
    const read = await readTexts(
      courseOf('<quiz url_name="q">one</quiz>\n<quiz url_name="q">two</quiz><note url_name="q"/>'),
    )
    const [first, second, note] = read.find('vertical', 'v')?.children ?? []
    expect(read.blocks.get(first ?? '')?.content['data']).toBe('one')
    expect(read.blocks.get(second ?? '')).toMatchObject({ content: { data: 'two' }, urlName: 'q' })
    expect(second).toMatch(/block@q_[0-9a-f]{12}$/)
    expect(note).toMatch(/type@note\+block@q$/)
    expect(read.findings.list).toMatchObject([{ code: 'olx-duplicate', line: 2, column: 1 }])
  })

  it('that are very long or make no key still give one', async () => {
    const long = 'x'.repeat(5000)
    const read = await readTexts(
      courseOf(
        `<quiz url_name="${long}">a</quiz><quiz url_name=" ">b</quiz><quiz url_name="../../../etc/passwd">c</quiz>`,
      ),
    )
    expect(
      [...read.blocks.values()].filter(({ type }) => type === 'quiz').map(({ content }) => content['data']),
    ).toEqual(['a', 'b', 'c'])
  })

  it('do not lead out of the course', async () => {
    const path = written('escape/course', { ...courseOf('<html url_name="../../secret"/>') })
    written('escape', { 'secret.xml': '<html>secret</html>' })
    const { store } = memoryStore()
    const outcome = await importPath(path, { types: testTypes, store })
    expect(outcome.findings).toMatchObject([{ code: 'olx-file-missing' }])
  })

  it('of attributes may be those of every object', async () => {
    const read = await readTexts(
      courseOf('<quiz url_name="q" __proto__="x" constructor="y" marks=\'{"__proto__": 1}\'/>'),
    )
    expect(Object.entries(read.find('quiz', 'q')?.xmlAttributes ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})

describe('many thousands of', () => {
  it('equal blocks are told apart quickly', async () => {
    const read = await readTexts(courseOf('<note/>'.repeat(20_000)))
    expect(read.find('vertical', 'v')?.children).toHaveLength(20_000)
  }, 30_000)

  it('findings are counted, not listed', async () => {
    const read = await readTexts(courseOf('<quiz max_attempts="x"/>'.repeat(findingLimit + 7)))
    expect(read.findings.all()).toHaveLength(findingLimit + 1)
    expect(read.findings.all().at(-1)?.message).toBe('7 more findings are not listed.')
  })
})

describe('a policy', () => {
  it.each([
    ['is no JSON', '{'],
    ['is a list', '[]'],
    ['is nested too deep', `{"quiz/q": {"hints": ${'['.repeat(50_000)}${']'.repeat(50_000)}}}`],
    ['says nothing of a block', '{"quiz/q": 3}'],
  ])('is ignored when it %s', async (_, text) => {
    const read = await readTexts(
      courseOf('<quiz url_name="q" display_name="own"/>', { 'policies/R/policy.json': text }),
    )
    expect(read.find('quiz', 'q')?.settings).toEqual({ display_name: 'own' })
    expect(read.findings.list).toMatchObject([{ code: 'olx-policy', file: 'policies/R/policy.json' }])
  })

  it('value that is nested too deep is kept as text', async () => {
    const deep = '['.repeat(5000) + ']'.repeat(5000)
    const read = await readTexts(courseOf(`<quiz url_name="q" hints="${deep}"/>`))
    expect(read.find('quiz', 'q')).toMatchObject({ settings: {}, xmlAttributes: { hints: deep } })
  })
})

describe('an import that fails as a whole', () => {
  const root = '<course url_name="R" org="O" course="C"/>'
  it.each([
    ['an empty course.xml', { 'course.xml': '' }, 'olx-malformed'],
    ['binary garbage', { 'course.xml': Buffer.from([0, 255, 254, 1, 2, 3]) }, 'olx-malformed'],
    ['another root', { 'course.xml': '<problem/>' }, 'olx-unreadable'],
    ['no org', { 'course.xml': '<course url_name="R" course="C"/>' }, 'olx-unreadable'],
    ['no run', { 'course.xml': '<course org="O" course="C"/>' }, 'olx-unreadable'],
    ['no course file', { 'course.xml': root }, 'olx-file-missing'],
    ['a broken course file', { 'course.xml': root, 'course/R.xml': '<course>' }, 'olx-malformed'],
    ['a library without name', { 'library.xml': '<library/>' }, 'olx-unreadable'],
    ['a broken package.toml', { 'package.toml': '[learning_package\nkey=' }, 'olx-malformed'],
    ['a package.toml of 100,000 levels', { 'package.toml': `a = ${'['.repeat(100_000)}` }, 'olx-malformed'],
    ['a package without key', { 'package.toml': '[learning_package]\ntitle = "x"' }, 'olx-unreadable'],
    [
      'a package with another key',
      { 'package.toml': '[learning_package]\nkey = "course-v1:a+b+c"' },
      'olx-unreadable',
    ],
    ['no OLX', { 'readme.txt': 'x' }, 'source-unknown'],
  ])('stores nothing: %s', async (name, texts, code) => {
    const { store, place } = memoryStore()
    const importing = importPath(written(name, texts), { types: testTypes, store })
    await expect(importing).rejects.toMatchObject({ name: 'CompositorError', code })
    expect(kept(place)).toBe(0)
  })

  it('an empty course is one, with nothing in it', async () => {
    const { store } = memoryStore()
    const path = written('empty', { 'course.xml': root, 'course/R.xml': '<course/>' })
    expect(await importPath(path, { types: testTypes, store })).toMatchObject({
      blocks: { course: 1 },
      units: 0,
      findings: [],
    })
  })

  it('leaves the store as it was when an archive is hostile', async () => {
    const { store, place } = memoryStore()
    const path = join(folder, 'hostile.zip')
    writeFileSync(
      path,
      zipArchive([
        { name: 'course.xml', text: root },
        { name: '../x', text: 'x' },
      ]),
    )
    await expect(importPath(path, { types: testTypes, store })).rejects.toMatchObject({
      code: 'archive-unsafe',
    })
    expect(kept(place)).toBe(0)
  })
})

describe('any text', () => {
  it('in place of a block gives that block and never throws', async () => {
    const piece = constantFrom(
      '<quiz',
      '>',
      '</quiz>',
      '/>',
      '<vertical url_name="v2">',
      '</vertical>',
      ' url_name="q"',
      '&',
      '&amp;',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      'x',
      '"',
      '\0',
    )
    await assert(
      asyncProperty(array(piece, { maxLength: 12 }), async (pieces) => {
        const read = await readTexts(
          courseOf('<quiz url_name="q"/><note url_name="n"/>', { 'quiz/q.xml': pieces.join('') }),
        )
        const keys = new Set([...read.blocks.values()].flatMap(({ children }) => children))
        expect(keys.size).toBe(read.blocks.size - 1)
        expect(read.find('note', 'n')).toBeDefined()
      }),
      { numRuns: 200, seed: 7 },
    )
  })
})
