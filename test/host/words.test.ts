import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openHost, type Host, type HostOptions } from '../../host/index.js'
import { made } from './words-plugin/words-plugin.js'

const folder = mkdtempSync(join(tmpdir(), 'words-'))
const unit = `/units/${encodeURIComponent('block-v1:O+W+R+type@vertical+block@v')}`
const greeting = encodeURIComponent('block-v1:O+W+R+type@greeting+block@g')
let host: Host

/** Who asks, with the language and time zone that the host knows of them, if any. */
interface Asked {
  readonly learner: string
  readonly locale?: string
  readonly timeZone?: string
  readonly accepts?: string
}

function open(options: Partial<HostOptions> = {}): Promise<Host> {
  return openHost({
    store: join(folder, 'store'),
    python: false,
    threads: 1,
    plugins: [new URL('./words-plugin/words-plugin.ts', import.meta.url).href],
    learner: (request) => {
      const [locale, timeZone] = [request.header('x-locale'), request.header('x-zone')]
      const id = request.header('x-learner') ?? 'nobody'
      return { id, ...(locale !== undefined && { locale }), ...(timeZone !== undefined && { timeZone }) }
    },
    author: () => true,
    ...options,
  })
}

async function get(path: string, { learner, locale, timeZone, accepts }: Asked): Promise<string> {
  const answer = await host.fetch(
    new Request(`http://h${path}`, {
      headers: {
        'x-learner': learner,
        ...(locale !== undefined && { 'x-locale': locale }),
        ...(timeZone !== undefined && { 'x-zone': timeZone }),
        ...(accepts !== undefined && { 'accept-language': accepts }),
      },
    }),
  )
  expect(answer.status).toBe(200)
  return answer.text()
}

/** What the two blocks say. */
async function said(asked: Asked): Promise<string[]> {
  return [...(await get(unit, asked)).matchAll(/<p>(.*?)<\/p>/g)].map(([, text = '']) => text)
}

beforeAll(async () => {
  const course = join(folder, 'course')
  mkdirSync(course)
  writeFileSync(
    join(course, 'course.xml'),
    `<course org="O" course="W" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v">
<greeting url_name="g"/><moment url_name="m"/></vertical></sequential></chapter></course>`,
  )
  host = await open()
  await host.authoring.import(course, { publish: true })
}, 60_000)
beforeEach(() => Object.assign(made, { greeting: 0, moment: 0 }))
afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('words of a plugin', () => {
  it('that only authors read are sent to their browsers, and to no learner’s', async () => {
    const wordsAt = (page: string) => /data-words="([^"]+)"/.exec(page)?.[1] ?? 'none'
    const learners = wordsAt(await get(unit, { learner: 'ada', locale: 'es' }))
    const page = await get(`/author/blocks/${greeting}`, { learner: 'ada', locale: 'es' })
    expect(page).toContain('<p class="asked">¿Cómo se dice?</p>')
    const authors = wordsAt(page)
    expect(authors).not.toBe(learners)
    const [all, some] = [await get(authors, { learner: 'ada' }), await get(learners, { learner: 'ada' })]
    for (const file of [all, some]) expect(JSON.parse(file)).toMatchObject({ es: { Hello: 'Hola' } })
    expect(all).toContain('Cómo se dice')
    expect(some).not.toContain('dice')
  })

  it('say what authors read of its fields', async () => {
    const moment = encodeURIComponent('block-v1:O+W+R+type@moment+block@m')
    const form = async (locale: string) =>
      (await get(`/author/blocks/${moment}`, { learner: 'ada', locale })).replace(/\s+/g, ' ')
    const spanish = await form('es')
    for (const said of ['>Hora<', '>Del día.<', '>Mediodía<', '>Evening<']) expect(spanish).toContain(said)
    for (const said of ['>Hour<', '>Of the day.<', '>Noon<']) expect(await form('fr')).toContain(said)
  })

  it.each([
    ['that the host says', { locale: 'es' }, 'Hola: 2 intentos'],
    ['of a gettext catalogue', { locale: 'fr' }, 'Bonjour: 2 essais'],
    ['of a region that has none of its own', { locale: 'es-MX' }, 'Hola: 2 intentos'],
    ['that nobody wrote words in', { locale: 'de' }, 'Hello: 2 tries'],
    ['that is none', { locale: 'no language' }, 'Hello: 2 tries'],
    [
      'that the browser likes best of those there are',
      { accepts: 'de, fr;q=0.7, es;q=0.8' },
      'Hola: 2 intentos',
    ],
    ['that the browser refuses', { accepts: 'es;q=0, *' }, 'Hello: 2 tries'],
    ['that the host says, whatever the browser likes', { locale: 'fr', accepts: 'es' }, 'Bonjour: 2 essais'],
  ])('are in the language %s', async (how, asked, words) => {
    expect((await said({ learner: how, ...asked }))[0]).toBe(words)
  })

  it('come with the next page when somebody changes their language', async () => {
    const learner = 'changing'
    expect((await said({ learner, locale: 'es' }))[0]).toBe('Hola: 2 intentos')
    expect((await said({ learner, locale: 'fr' }))[0]).toBe('Bonjour: 2 essais')
    expect((await said({ learner }))[0]).toBe('Hello: 2 tries')
  })

  it('are made once for all who have one language, and times once for a time zone, in this process and the next', async () => {
    await host.close()
    host = await open()
    const all: Asked[] = ['es', 'fr', 'es', 'fr'].flatMap((locale, at) =>
      ['America/Bogota', 'Asia/Tokyo'].map((timeZone) => ({ learner: `${at}${timeZone}`, locale, timeZone })),
    )
    for (const one of all) {
      const hour = one.timeZone === 'Asia/Tokyo' ? 21 : 7
      const words = one.locale === 'es' ? 'Hola: 2 intentos' : 'Bonjour: 2 essais'
      const [greeted, moment = ''] = await said(one)
      expect([greeted, Number.parseInt(moment, 10)]).toEqual([words, hour])
    }
    expect(made.greeting).toBeLessThanOrEqual(2)
    expect(made.moment).toBeLessThanOrEqual(4)
    await host.close()
    host = await open()
    expect((await said({ learner: 'later' }))[0]).toBe('Hello: 2 tries')
    expect((await said({ learner: 'later still', locale: 'fr' }))[0]).toBe('Bonjour: 2 essais')
  })

  it('are those of the source in data that is the same for everybody', async () => {
    const data = (learner: string, locale: string) =>
      get(`/blocks/${greeting}/views/student_view_data`, { learner, locale })
    expect(await data('a', 'es')).toBe('{"greeting":"Hello"}')
    expect(await data('b', 'fr')).toBe('{"greeting":"Hello"}')
  })

  it('reach its client module in one file for good, which the page names with its language', async () => {
    const page = await get(unit, { learner: 'client', locale: 'fr' })
    expect(page).toContain('data-locale="fr"')
    const [, address = ''] = /data-words="([^"]+)"/.exec(page) ?? []
    const answer = await host.fetch(new Request(`http://h${address}`))
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(await answer.json()).toEqual({
      es: { Hello: 'Hola', '{n} try': { one: '{n} intento', other: '{n} intentos' } },
      fr: { Hello: 'Bonjour', '{n} try': { one: '{n} essai', other: '{n} essais' } },
    })
  })

  it('are those of the source where no plugin brings any, in pages of any language', async () => {
    await using plain = await openHost({ store: join(folder, 'plain'), python: false, threads: 1 })
    const answer = await plain.fetch(new Request('http://h/', { headers: { 'accept-language': 'es' } }))
    expect(await answer.text()).toContain('<html lang="es">')
    expect(plain.learner('a').locale).toBe('en')
  })
})
