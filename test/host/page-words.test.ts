import { TYPE } from '@formatjs/icu-messageformat-parser'
import { IntlMessageFormat } from 'intl-messageformat'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { catalogues } from '../../host/words/catalogues/index.js'
import { shippedWords } from '../../host/words/index.js'

const folder = new URL('../../host/', import.meta.url)
const sources = ['pages/', 'routes/'].flatMap((room) =>
  readdirSync(new URL(room, folder)).map((name) => ({
    name: `${room}${name}`,
    text: readFileSync(new URL(`${room}${name}`, folder), 'utf8'),
  })),
)

/** Pages whose words are in all languages. */
const inAllLanguages = [
  'audience',
  'author-pages',
  'authors-home-page',
  'context-nav',
  'course-changes-page',
  'course-head',
  'course-history-page',
  'course-tree-form',
  'course-tree-line',
  'course-tree-page',
  'error-page',
  'home-page',
  'layout',
  'learner-switch',
  'outline-page',
  'page-turns',
  'type-names',
  'unit-contents',
  'unit-page',
].map((page) => `pages/${page}.ts`)

/** Messages that pages say. */
const said = new Set(
  sources.flatMap(({ text }) =>
    [...text.matchAll(/(?:\.say(?:Html)?|\btoSay)\(\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)")/g)].map(
      ([, single, double = '']) => single?.replaceAll("\\'", "'") ?? double,
    ),
  ),
)

/** What stands in the templates of a file between their values, one text for each template. */
function templatesOf(text: string): string[] {
  const ended: string[] = []
  /** Open templates and the values in them, from the outermost; of a value the braces that are open in it. */
  const open: (string | number)[] = []
  const code = /\/\*[^]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[^]/y
  for (let at = 0; at < text.length;) {
    const inside = open.at(-1)
    const isTemplate = typeof inside === 'string'
    code.lastIndex = at
    const piece = isTemplate
      ? text.slice(at, text.startsWith('${', at) ? at + 2 : at + 1)
      : (code.exec(text)?.[0] ?? ' ')
    at += piece.length
    if (piece === '`' && isTemplate) ended.push(String(open.pop()))
    else if (piece === '`') open.push('')
    else if (piece === '${' && isTemplate) open.push(0)
    else if (isTemplate) open[open.length - 1] = inside + piece
    else if (typeof inside === 'number' && piece === '}' && inside === 0) open.pop()
    else if (typeof inside === 'number' && /^[{}]$/.test(piece))
      open[open.length - 1] = inside + (piece === '{' ? 1 : -1)
  }
  return ended
}

/** Names of what is filled in, and of elements. */
function partsOf(message: string, locale: string): string[] {
  type Ast = ReturnType<IntlMessageFormat['getAst']>
  const names = (ast: Ast): string[] =>
    ast.flatMap((one) => {
      if (one.type === TYPE.literal || one.type === TYPE.pound) return []
      const inside = 'options' in one ? Object.values(one.options).flatMap(({ value }) => names(value)) : []
      return [one.value, ...inside, ...('children' in one ? names(one.children) : [])]
    })
  return [...new Set(names(new IntlMessageFormat(message, locale).getAst()))].sort()
}

describe('words of pages', () => {
  it('are translated once each', () => {
    const all = catalogues.flatMap((one) => Object.keys(one))
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([])
  })

  it.each(Object.entries(shippedWords))(
    'are all there in %s, with the same places to fill, and none besides',
    (locale, words) => {
      expect(Object.keys(words).toSorted()).toEqual([...said].toSorted())
      for (const [message, translation] of Object.entries(words))
        expect([message, partsOf(translation, locale)]).toEqual([message, partsOf(message, 'en')])
    },
  )

  it('are none in the markup of pages that are in all languages', () => {
    const outside: string[] = []
    for (const { name, text } of sources.filter((one) => inAllLanguages.includes(one.name))) {
      for (const template of templatesOf(text).filter((one) => one.includes('<'))) {
        const markup = template.replaceAll('Unit Compositor', '')
        const attributes = [...markup.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]*)"/g)]
        for (const shown of [markup.replace(/<[^>]*>/g, ' '), ...attributes.map(([, value = '']) => value)])
          for (const [word] of shown.matchAll(/\p{L}{2,}/gu)) outside.push(`${name}: ${word}`)
      }
    }
    expect(outside).toEqual([])
  })
})

describe('a host’s pages', { timeout: 60_000 }, () => {
  let place: string
  let host: Host
  const get = (path: string, headers: Record<string, string> = {}) =>
    host.fetch(new Request(`http://h${path}`, { headers })).then((answer) => answer.text())

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'page-words-'))
    host = await openHost({
      store: join(place, 'store'),
      python: false,
      threads: 1,
      catalogues: { de: { Courses: 'Kurse' }, es: { Courses: 'Asignaturas' } },
      learner: (request) => {
        const [id, locale] = (request.header('x-learner') ?? '').split(' ')
        return id ? { id, ...(locale !== undefined && { locale }) } : undefined
      },
    })
    for (const name of ['library', 'course'])
      await host.authoring.import(fileURLToPath(new URL(`../../demo/${name}`, import.meta.url)))
  }, 60_000)
  afterAll(async () => {
    await host.close()
    await rm(place, { recursive: true })
  })

  it('are in the language that the host says, else in the one that the browser likes best, and mirror for Arabic', async () => {
    const head = async (learner: string, accepts = '') => {
      const page = await get('/', { 'x-learner': learner, 'accept-language': accepts })
      return [/<html [^>]*>/.exec(page)?.[0], /<h1[^>]*>(.*?)<\/h1>/.exec(page)?.[1]]
    }
    expect(await head('a ar')).toEqual(['<html lang="ar" dir="rtl">', 'المقررات'])
    expect(await head('b', 'pt, fr-CA;q=0.8, en;q=0.5')).toEqual(['<html lang="fr">', 'Cours'])
    expect(await head('c', 'xx')).toEqual(['<html lang="en">', 'Courses'])
    expect(await head('d zh')).toEqual(['<html lang="zh">', '课程'])
  })

  it('have the words that the host brings, in languages of its own and in place of ours', async () => {
    expect(await get('/', { 'x-learner': 'a es' })).toContain('<h1>Asignaturas</h1>')
    const german = await get('/', { 'x-learner': 'a de' })
    expect([german.includes('<html lang="de">'), german.includes('<h1>Kurse</h1>')]).toEqual([true, true])
  })

  it('say what went wrong to whoever asked, known or not', async () => {
    expect(await get('/', { 'accept-language': 'es', accept: 'text/html' })).toContain('<html lang="es">')
    const lost = await get('/nowhere', { 'x-learner': 'a fr', accept: 'text/html' })
    expect(lost).toContain('Cette page n’existe pas')
  })

  it('say in which language a course is where they are in another', async () => {
    const [course] = (await host.contexts()).filter(({ publication }) => publication.kind === 'course')
    const outline = await course?.outline()
    const unit = (node = outline): string | undefined =>
      node?.isUnit ? node.key : node?.children.map((child) => unit(child)).find((key) => key !== undefined)
    const page = (locale: string) =>
      get(`/units/${encodeURIComponent(unit() ?? '')}`, { 'x-learner': `a ${locale}` })
    const arabic = await page('ar')
    const language = course?.root.language
    expect(arabic).toContain(
      language === undefined ? '<div dir="auto">' : `<div lang="${language}" dir="ltr">`,
    )
    expect(arabic).toContain('<html lang="ar" dir="rtl">')
    expect(await page('en')).not.toMatch(/<div (?:lang|dir)=/)
  })
})
