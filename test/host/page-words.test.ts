import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { catalogues } from '../../host/words/catalogues/index.js'
import { shippedWords } from '../../host/words/index.js'
import { messagesIn, missingForms, partsOf, templatesOf, wordsInMarkup } from '../words-in-source.js'

const folder = new URL('../../host/', import.meta.url)
const sources = ['pages/', 'reports/', 'routes/'].flatMap((room) =>
  readdirSync(new URL(room, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({
      name: `${room}${name}`,
      text: readFileSync(new URL(`${room}${name}`, folder), 'utf8'),
    })),
)

/** Messages that pages say. */
const said = new Set(sources.flatMap(({ text }) => messagesIn(text)))

describe('words of pages', () => {
  it('are translated once each', () => {
    const all = catalogues.flatMap((one) => Object.keys(one))
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([])
  })

  it.each(Object.entries(shippedWords))(
    'are all there in %s, with the same places to fill, all forms of numbers, and none besides',
    (locale, words) => {
      expect(Object.keys(words).toSorted()).toEqual([...said].toSorted())
      for (const [message, translation] of Object.entries(words)) {
        expect([message, partsOf(translation, locale)]).toEqual([message, partsOf(message, 'en')])
        // What says no form for one in English says nothing that a number changes.
        const inflects = / one \{/.test(message)
        expect([message, inflects ? missingForms(translation, locale) : []]).toEqual([message, []])
      }
    },
  )

  it('are none in the markup of any page', () => {
    const outside: string[] = []
    for (const { name, text } of sources) {
      for (const template of templatesOf(text).filter((one) => one.includes('<'))) {
        const markup = template.replaceAll('Unit Compositor', '')
        for (const word of wordsInMarkup(markup)) outside.push(`${name}: ${word}`)
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
    const closed = await get('/contexts/course-v1:No+Such+Run', { 'x-learner': 'a es', accept: 'text/html' })
    expect(closed).toContain('En esta dirección no hay ningún curso, o no está abierto para ti.')
    expect(closed).toMatch(
      /<details><summary>Lo que dice el sitio<\/summary><p>No hay nada publicado con «<bdi>course-v1/,
    )
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
