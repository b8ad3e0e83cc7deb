import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { Router } from '../../host/http/router.js'
import { madeLanguage, madeWords, outside, pageRoutes } from './made-language.js'

const demo = fileURLToPath(new URL('../../demo/', import.meta.url))

/** What texts of formulas lose where they are drawn. */
const signs = /[\\()^{}]/g

/** All that the demo's authors wrote. */
const authors = readdirSync(demo, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:xml|html|json|toml)$/.test(name))
  .map((name) => readFileSync(join(demo, name), 'utf8'))
  .join(' ')
  .replaceAll(/&(?:amp|quot|lt|gt|#39);|\s+/g, ' ')
  .replaceAll(signs, '')

/** Words that no catalogue has, and why. */
const besides: readonly (readonly [why: string, of: RegExp])[] = [
  ['who looks, and the site', /^(?:teacher|Unit Compositor)$/],
  ['what the walk puts in an address', /^none$/],
  [
    'names that Open edX itself has for ways of enrolment',
    /^(?:audit|verified|honor|masters|[a-z-]+-(?:professional|education|bootcamp)|professional)$/,
  ],
  ['languages by the names that `Intl` has for them', /^(?:Arabic|Spanish|French|Chinese|English|qaa)$/],
  ['kinds of files and units of measure', /^(?:SRT|XML|UTC|HTML|CSV|OLX|(?:\d[\d.,]* )?[kM]?B|GMT[+\d]*)$/],
  ['keys and addresses, and the form to write them in', /^(?:(?:lib|lb|course-v1):[\w:+]+|https:\/\/)$/],
]

/** Pages that are looked at of one route: of units several, as each has other blocks. */
const mostAlike = (pattern: string) => (pattern === '/units/:key' ? 22 : 1)

function isBesides(text: string): boolean {
  return besides.some(([, of]) => of.test(text))
}

function isOwn(text: string): boolean {
  if (isBesides(text)) return true
  const pieces = text
    .split(/\d+|\\\w+|[\\^·←→:,“”"]|\s-\s/)
    .map((one) => one.replace(/^[\d\s./%()]+|[\d\s./%()]+$/g, ''))
  return pieces.every((one) => !/\p{L}{2,}/u.test(one) || isBesides(one) || authors.includes(one))
}

describe('pages of a host in a language that is made up', { timeout: 120_000 }, () => {
  let place: string
  let host: Host
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'made-language-'))
    host = await openHost({
      store: join(place, 'store'),
      python: false,
      threads: 1,
      catalogues: { [madeLanguage]: madeWords },
      author: () => true,
      learner: () => ({ id: 'teacher', isStaff: true, locale: madeLanguage }),
      log: { info: () => {}, warn: () => {}, error: () => {} },
    })
    for (const name of ['library', 'course']) await host.authoring.import(`${demo}${name}`)
  }, 120_000)
  afterAll(async () => {
    await host.close()
    await rm(place, { recursive: true })
  }, 60_000)

  it('say nothing that is in no catalogue, at any address that pages lead to and any route that there is', async () => {
    const routes = pageRoutes()
    const router = new Router(Object.fromEntries(routes.map((path) => [`GET ${path}`, () => ({}) as never])))
    const waiting = ['/', '/author']
    const asked = new Set(waiting)
    const counts = new Map<string, number>()
    const found: string[] = []
    const look = async (pattern: string, path: string) => {
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1)
      const answer = await host.fetch(new Request(`http://h${path}`, { headers: { accept: 'text/html' } }))
      if (answer.headers.get('content-type')?.startsWith('text/html') !== true) return answer.body?.cancel()
      const page = await answer.text()
      for (const text of outside(page)) if (!isOwn(text)) found.push(`${pattern}: ${text}`)
      for (const [, href = ''] of page.matchAll(/(?:href|action)="(\/[^"#]*)/g)) {
        const next = href.replaceAll('&amp;', '&')
        if (!asked.has(next)) waiting.push(next)
        asked.add(next)
      }
    }
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const pattern = router.find('GET', path.split('?')[0] ?? '')?.pattern.slice('GET '.length)
      if (pattern !== undefined && (counts.get(pattern) ?? 0) < mostAlike(pattern)) await look(pattern, path)
    }
    const keys = [...asked].map((path) => path.split('?')[0]?.split('/') ?? [])
    const like = (room: string, what: string) => keys.find(([, one, two]) => one === room && two === what)
    const values: Record<string, string | undefined> = {
      context: like('author', 'contexts')?.[3],
      library: like('author', 'libraries')?.[3],
      key: like('author', 'blocks')?.[3],
      learner: 'teacher',
    }
    for (const pattern of routes.filter((one) => !counts.has(one)))
      await look(
        pattern,
        pattern.replaceAll(/:(\w+)\*?/g, (_, name: string) => values[name] ?? 'none'),
      )
    expect(found).toEqual([])
    expect(routes.filter((one) => !counts.has(one))).toEqual([])
  })
})
