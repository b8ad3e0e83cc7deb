import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { colorRules, contrast, type BrandColors } from '../../host/brand/brand-colors.js'
import { brandIn } from '../../host/brand/brand-file.js'
import { Brand, type BrandOptions } from '../../host/brand/brand.js'
import { openHost, type Host } from '../../host/index.js'

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script></svg>'
const folder = await mkdtemp(join(tmpdir(), 'brand-'))
afterAll(() => rm(folder, { recursive: true }))
const file = async (name: string, text: string | Buffer) => {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

describe('a brand in a file', () => {
  it('says what openHost is told, with its picture beside it', async () => {
    const logo = await file('harbour.svg', svg)
    const said = {
      name: 'Harbour',
      logo: 'harbour.svg',
      colors: { accent: { light: '#7a1f5c', dark: '#e3a6cb' } },
    }
    expect(brandIn(await file('brand.json', JSON.stringify(said)))).toEqual({ ...said, logo })
    const elsewhere = { name: 'Harbour', logo: 'https://harbour.example/logo.svg', footer: '<p>Sky</p>' }
    expect(brandIn(await file('elsewhere.json', JSON.stringify(elsewhere)))).toEqual(elsewhere)
  })

  it.each([
    ['no JSON', '{name', /brand in .*odd\.json cannot be used: .*JSON/],
    ['no name', '{}', /name: /],
    ['a misspelt key', '{"name": "H", "colour": {}}', /colour/],
    ['a colour that is none', '{"name": "H", "colors": {"accent": 5}}', /colors\.accent: /],
  ])('is refused where it has %s', async (_case, text, said) => {
    const path = await file('odd.json', text)
    expect(() => brandIn(path)).toThrow(said)
  })
})

describe('colours of a brand', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#ff0000', '#ffffff', 4],
    ['#0000ff', '#ffff00', 8],
  ])('%s on %s are %d apart, as WCAG has it', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 1)
    expect(contrast(other, one)).toBe(contrast(one, other))
  })

  it.each(['#7a1f5c', '#004d40', '#8a0000', '#1a1a1a'])(
    'are readable in both schemes where %s alone is given',
    (accent) => {
      const rules = colorRules({ accent })
      const [, light = '', dark = ''] = /--accent:light-dark\((.*?),(.*?)\)/.exec(rules) ?? []
      const [, onLight = '', onDark = ''] = /--accent-ink:light-dark\((.*?),(.*?)\)/.exec(rules) ?? []
      expect(light).toBe(accent)
      for (const [one, other] of [
        [light, '#ffffff'],
        [dark, '#14181f'],
        [dark, '#1c222b'],
        [onLight, light],
        [onDark, dark],
      ] as const)
        expect(contrast(one, other)).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each<[string, BrandColors, RegExp]>([
    [
      'a yellow accent on white',
      { accent: '#ffd400' },
      /'accent' \(#ffd400\) cannot be read .* light scheme/,
    ],
    ['a dark accent in the dark', { accent: { light: '#004d40', dark: '#004d40' } }, /dark scheme/],
    ['paper that hides the usual texts', { paper: '#888888' }, /cannot be read on 'paper'/],
    ['what is no colour', { accent: 'red;}body{display:none' }, /is no colour/],
  ])('are refused where there is %s', (_case, colors, said) => {
    expect(() => colorRules(colors)).toThrow(said)
  })
})

describe('a brand', () => {
  it.each<[string, () => Promise<BrandOptions> | BrandOptions, RegExp]>([
    ['no name', () => ({ name: ' ' }), /is empty/],
    ['a home that runs a script', () => ({ name: 'A', home: 'javascript:alert(1)' }), /no path/],
    ['a home of whoever answers', () => ({ name: 'A', home: '//evil.example' }), /no path/],
    ['a page for a logo', async () => ({ name: 'A', logo: await file('a.html', '<p>') }), /ends in none of/],
    [
      'a page by the name of a picture',
      async () => ({ name: 'A', logo: await file('a.png', '<p>') }),
      /is no image\/png/,
    ],
    [
      'a logo of half a megabyte',
      async () => ({ name: 'A', logo: await file('b.png', Buffer.alloc(5e5)) }),
      /larger/,
    ],
    ['a logo that is not there', () => ({ name: 'A', logo: join(folder, 'none.svg') }), /cannot be read/],
  ])('is refused with %s', async (_case, options, said) => {
    const given = await options()
    expect(() => new Brand(given)).toThrow(said)
  })
})

describe('a host with a name', { timeout: 60_000 }, () => {
  let host: Host
  const get = (path: string, learner = 'ada') =>
    host.fetch(new Request(`http://h${path}`, { headers: { 'x-learner': learner, accept: 'text/html' } }))

  beforeAll(async () => {
    host = await openHost({
      store: join(folder, 'store'),
      base: '/learn',
      python: false,
      threads: 1,
      learner: (request) => {
        const id = request.header('x-learner')
        return id ? { id, isStaff: id === 'boss', locale: id === 'zineb' ? 'ar' : 'en' } : undefined
      },
      author: (_request, { id }) => id === 'boss',
      signIn: '/login',
      brand: {
        name: 'Volkshochschule & Söhne',
        logo: await file('logo.svg', svg),
        colors: { accent: '#7a1f5c' },
        home: 'https://vhs.example',
        header: '<nav><a href="/help" onclick="steal()">Help</a></nav><script>steal()</script>',
        footer: ({ language, direction, base }) =>
          `<p>${language} ${direction} ${base} <style>*{color:red}</style></p>`,
      },
    })
    await host.authoring.import(fileURLToPath(new URL('../../demo/library', import.meta.url)))
  }, 60_000)
  afterAll(() => host.close())

  it.each([
    ['its home', '/learn/', 'ada'],
    ['a page that is not there', '/learn/nowhere', 'ada'],
    ['a page for whoever signs in', '/learn/', ''],
    ['a page of authors', '/learn/author/libraries', 'boss'],
  ])('is called so on %s, and by no other name', async (_page, path, learner) => {
    const page = await (await get(path, learner)).text()
    expect(page).toContain('Volkshochschule &amp; Söhne</a>')
    expect(page).toMatch(/<title>(?:.* · )?Volkshochschule &amp; Söhne<\/title>/)
    expect(page).toMatch(
      /<a class="home" href="https:\/\/vhs\.example"><img class="logo" src="\/learn\/brand\/logo-/,
    )
    expect(page).toContain('--accent:light-dark(#7a1f5c,')
    expect(page).not.toContain('Unit Compositor')
  })

  it('says what stands around its pages, cleaned, in the language of each', async () => {
    const page = await (await get('/learn/')).text()
    expect(page).toMatch(/<nav><a href="\/help"[^>]*>Help<\/a><\/nav>/)
    expect(page).toContain('<footer class="site-end"><p>en ltr /learn')
    expect(page).not.toMatch(/steal|color:red/)
    expect(await (await get('/learn/', 'zineb')).text()).toContain('<p>ar rtl /learn')
  })

  it('serves its picture for good, without letting it act', async () => {
    const page = await (await get('/learn/')).text()
    const [, address = ''] = /src="(\/learn\/brand\/[^"]+)"/.exec(page) ?? []
    const picture = await get(address, '')
    expect(await picture.text()).toBe(svg)
    expect(picture.headers.get('content-type')).toBe('image/svg+xml')
    expect(picture.headers.get('cache-control')).toContain('immutable')
    expect(picture.headers.get('content-security-policy')).toMatch(/script-src 'self'/)
    expect((await get(`${address}x`)).status).toBe(404)
  })

  it('leads whoever is not signed in to where they sign in, and back', async () => {
    const page = await get('/learn/?a=b', '')
    expect(page.status).toBe(401)
    expect(await page.text()).toContain(`href="/login?next=${encodeURIComponent('/learn/?a=b')}"`)
  })
})
