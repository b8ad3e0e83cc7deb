import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { SaxesParser, type SaxesAttributeNS } from 'saxes'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

interface Element {
  readonly name: string
  readonly attributes: { readonly [name: string]: string }
  readonly children: Element[]
}

const demo = new URL('../../demo/', import.meta.url)
const course = new URL('course/', demo)
const library = new URL('library/', demo)
const problems = new URL('entities/xblock.v1/problem/', library)

/** Reads XML strictly: anything not well-formed throws with file and position. */
function parse(text: string, fileName: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] }
  const open: Element[] = [root]
  const parser = new SaxesParser({ xmlns: true, fileName })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    const attributes: { [name: string]: string } = {}
    for (const [name, attribute] of Object.entries<SaxesAttributeNS>(tag.attributes))
      attributes[name] = attribute.value
    const element: Element = { name: tag.name, attributes, children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  parser.write(text).close()
  const [top] = root.children
  if (top === undefined) throw new Error(`${fileName} has no element`)
  return top
}

const read = (file: URL): Element => parse(readFileSync(file, 'utf8'), file.pathname)

function files(folder: URL, extension: string): URL[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => new URL(name, folder))
}

function all(element: Element, name: string): Element[] {
  const below = element.children.flatMap((child) => all(child, name))
  return element.name === name ? [element, ...below] : below
}

function isPointer(element: Element): boolean {
  return element.children.length === 0 && Object.keys(element.attributes).join() === 'url_name'
}

/** Follows pointers from `element` and returns every block on the way, in document order. */
function walk(element: Element): Element[] {
  const structural = ['course', 'chapter', 'sequential', 'vertical', 'library_content']
  const block = isPointer(element)
    ? read(new URL(`${element.name}/${element.attributes.url_name ?? ''}.xml`, course))
    : element
  return structural.includes(block.name) ? [block, ...block.children.flatMap(walk)] : [block]
}

const blocks = walk(read(new URL('course/2026.xml', course)))
const ofType = (type: string): Element[] => blocks.filter((block) => block.name === type)
const slugs = readdirSync(problems, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
const blockOf = (slug: string): Element => read(new URL(`${slug}/component_versions/v1/block.xml`, problems))
const stringsIn = (element: Element, attribute: string): string[] =>
  z.array(z.string()).parse(JSON.parse(element.attributes[attribute] ?? '[]'))
const namesIn = (element: Element, attribute: string): string[] =>
  Object.keys(z.record(z.string(), z.unknown()).parse(JSON.parse(element.attributes[attribute] ?? '{}')))

describe('the demo course', () => {
  it('is well-formed XML with resolving pointers, and every file of a block is used', () => {
    const types = ['chapter', 'sequential', 'vertical', 'html', 'video', 'randomized', 'library_content_v2']
    const shipped = types.map((type) => [type, files(new URL(`${type}/`, course), '.xml').length])
    expect(types.map((type) => [type, ofType(type).length])).toEqual(shipped)
    expect(shipped.slice(0, 3)).toEqual([
      ['chapter', 3],
      ['sequential', 6],
      ['vertical', 16],
    ])
    const texts = ofType('html').map(({ attributes }) => `html/${attributes.filename ?? ''}.html`)
    expect(texts.filter((name) => !existsSync(new URL(name, course)))).toEqual([])
  })

  it('uses every static file it ships, and no file it does not ship', () => {
    const text = [...files(course, '.html'), ...files(course, '.xml')].map((file) =>
      readFileSync(file, 'utf8'),
    )
    const named = text.flatMap((content) =>
      [...content.matchAll(/\/static\/([\w.-]+)/g)].map((hit) => hit[1] ?? ''),
    )
    const transcripts = ofType('video').flatMap((video) =>
      all(video, 'transcript').map(({ attributes }) => attributes.src),
    )
    const shipped = readdirSync(new URL('static/', course))
    expect(new Set([...named, ...transcripts])).toEqual(new Set(shipped))
    const heavy = shipped.filter((name) => statSync(new URL(`static/${name}`, course)).size >= 400_000)
    expect(heavy).toEqual([])
  })

  it('describes every picture and every film in words', () => {
    const images = files(new URL('html/', course), '.html').flatMap((file) =>
      all(parse(`<div>${readFileSync(file, 'utf8')}</div>`, file.pathname), 'img'),
    )
    expect(images).toHaveLength(3)
    for (const { attributes } of images) expect(attributes.alt?.length).toBeGreaterThan(40)
    for (const picture of files(new URL('static/', course), '.svg'))
      expect(read(picture).children.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['title', 'desc']),
      )
    for (const video of ofType('video')) expect(all(video, 'transcript')).toHaveLength(1)
  })
})

describe('the demo library', () => {
  it('holds fifty problems of every basic type, each described and in exactly one collection', () => {
    const count = (type: string): number =>
      slugs.filter((slug) => all(blockOf(slug), type).length === 1).length
    expect(slugs).toHaveLength(50)
    expect(
      [
        'multiplechoiceresponse',
        'choiceresponse',
        'optionresponse',
        'stringresponse',
        'numericalresponse',
      ].map(count),
    ).toEqual([18, 10, 8, 7, 7])
    const listed = files(new URL('collections/', library), '.toml').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/"xblock\.v1:problem:([\w-]+)"/g)].map((hit) => hit[1] ?? ''),
    )
    expect(listed).toHaveLength(slugs.length)
    expect(new Set(listed)).toEqual(new Set(slugs))
    for (const slug of slugs) {
      const toml = readFileSync(new URL(`${slug}.toml`, problems), 'utf8')
      expect(toml).toContain(`key = "xblock.v1:problem:${slug}"`)
      expect(toml).toContain(`title = "${blockOf(slug).attributes.display_name ?? ''}"`)
    }
  })

  it('holds what the three units of the course refer to, all at one version', () => {
    const uses = [...ofType('library_content_v2'), ...ofType('randomized')]
    const pins = uses.flatMap((use) => stringsIn(use, 'source_libraries'))
    expect(new Set(pins).size).toBe(1)
    expect(pins[0]).toMatch(/^lib:UnitCompositor:SkyProblems:[0-9a-f]{64}$/)
    const known = slugs.map((slug) => `lb:UnitCompositor:SkyProblems:problem:${slug}`)
    const named = uses.map((use) => [...stringsIn(use, 'library_blocks'), ...stringsIn(use, 'pool')])
    expect(named.map((keys) => new Set(keys).size)).toEqual([4, 10, 8])
    for (const use of uses) named.push(namesIn(use, 'block_field_overrides'))
    expect(known).toEqual(expect.arrayContaining(named.flat()))
  })
})

describe('every problem of the demo', () => {
  const everyProblem = [...slugs.map(blockOf), ...ofType('problem')].map(
    (problem) => [problem.attributes.display_name ?? '', problem] as const,
  )

  it.each(everyProblem)('%s has a label and an explanation for each question', (_, problem) => {
    const responses = problem.children.filter(({ name }) => name.endsWith('response'))
    expect(responses.length).toBeGreaterThan(0)
    for (const response of responses) {
      expect(all(response, 'label')).toHaveLength(1)
      expect(all(response, 'solution')).toHaveLength(1)
    }
  })

  it.each(everyProblem)('%s can be answered', (_, problem) => {
    for (const group of all(problem, 'choicegroup'))
      expect(all(group, 'choice').filter(({ attributes }) => attributes.correct === 'true')).toHaveLength(1)
    for (const group of all(problem, 'checkboxgroup')) {
      const right = all(group, 'choice').filter(({ attributes }) => attributes.correct === 'true').length
      expect(right).toBeGreaterThan(0)
    }
    for (const input of all(problem, 'optioninput')) {
      const marked = all(input, 'option').filter(({ attributes }) => attributes.correct === 'True').length
      const { options, correct } = input.attributes
      expect(options?.includes(`'${correct ?? ''}'`) ?? marked === 1).toBe(true)
    }
    for (const type of ['stringresponse', 'numericalresponse'])
      for (const response of all(problem, type)) expect(response.attributes.answer).toMatch(/\S/)
  })
})
