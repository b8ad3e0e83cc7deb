import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host, type HostOptions, type HostRequest } from '../../host/index.js'
import { loggedPath } from '../../host/front-door.js'
import { KnownHosts, namesOfAddress } from '../../host/http/known-hosts.js'
import { ownPath } from '../../host/http/own-path.js'
import { PageSecurity, scriptOriginsOf } from '../../host/http/page-security.js'

const unit = 'block-v1:O+C+R+type@vertical+block@v1'
const clicks = 'block-v1:O+C+R+type@clicks+block@c1'
const context = 'course-v1:O+C+R'

const folder = mkdtempSync(join(tmpdir(), 'front-door-'))
const opened: Host[] = []

async function open(options: Partial<HostOptions> = {}): Promise<Host> {
  const host = await openHost({
    store: join(folder, 'store'),
    plugins: [fileURLToPath(new URL('clicks-plugin.ts', import.meta.url))],
    python: false,
    threads: 1,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    ...options,
  })
  opened.push(host)
  return host
}

let demo: Host

beforeAll(async () => {
  const course = join(folder, 'course')
  mkdirSync(join(course, 'static'), { recursive: true })
  writeFileSync(
    join(course, 'course.xml'),
    `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
      <vertical url_name="v1"><clicks url_name="c1"/></vertical></sequential></chapter></course>`,
  )
  writeFileSync(join(course, 'static', 'page.html'), '<script>document.title = 1</script>')
  writeFileSync(join(course, 'static', 'notes.txt'), 'notes')
  demo = await open()
  await demo.authoring.import(course)
}, 60_000)

afterAll(async () => {
  await Promise.all(opened.map((host) => host.close()))
  rmSync(folder, { recursive: true, force: true })
})

const send = (host: Host, path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  host.fetch(new Request(`http://localhost${path}`, { ...init, headers }))

const unitPath = `/units/${encodeURIComponent(unit)}`
const blockPath = `/blocks/${encodeURIComponent(clicks)}`
const html = { accept: 'text/html' }

describe('what goes out of a host', () => {
  it.each([
    ['the home page', '/'],
    ['a unit', unitPath],
    ['an outline', `/contexts/${encodeURIComponent(context)}`],
    ['an author’s page', `/author/contexts/${encodeURIComponent(context)}`],
    ['a page that is missing', '/nothing'],
    ['a page of a key that is none', '/units/%00'],
  ])(
    'is a page that runs no script that stands in it, and no stranger may frame: %s',
    async (_case, path) => {
      const { headers } = await send(demo, path, html)
      const policy = headers.get('content-security-policy') ?? ''
      const directives = new Map(
        policy.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1)]),
      )
      expect(directives.get('script-src')).toEqual(["'self'"])
      expect(directives.get('object-src')).toEqual(["'none'"])
      expect(directives.get('base-uri')).toEqual(["'none'"])
      expect(directives.get('frame-ancestors')).toEqual(["'self'"])
      expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    },
  )

  it.each([
    ['data', `${blockPath}/views/student_view_data`],
    ['a handler’s answer', `${blockPath}/handlers/count`],
    ['a refusal for programs', '/nothing'],
    ['a file for browsers', '/client/page.js'],
    ['a file of the course', `/assets/${encodeURIComponent(context)}/notes.txt`],
    ['progress', `/progress/${encodeURIComponent(context)}`],
  ])('is taken for what it says it is: %s', async (_case, path) => {
    const { headers } = await send(demo, path, { accept: 'application/json' })
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).not.toBeNull()
  })

  it('is a page of an author in a sandbox, where it is a file of the course', async () => {
    const { headers } = await send(demo, `/assets/${encodeURIComponent(context)}/page.html`)
    expect(headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts .*allow-downloads/)
    expect(headers.get('content-security-policy')).not.toContain('allow-same-origin')
  })

  it('may be framed, and load scripts, by and from the origins that the host names', async () => {
    const host = await open({
      frameAncestors: ['https://lms.example.org', 'http://localhost:8001'],
      scriptOrigins: ['https://cdn.example.org'],
    })
    const policy = (await send(host, '/', html)).headers.get('content-security-policy')
    expect(policy).toMatch(/frame-ancestors 'self' https:\/\/lms\.example\.org http:\/\/localhost:8001$/)
    expect(policy).toContain("script-src 'self' https://cdn.example.org;")
    for (const wrong of [
      '*',
      'https://lms.example.org/',
      'lms.example.org',
      "https://a.org; script-src 'none'",
    ]) {
      await expect(open({ frameAncestors: [wrong] })).rejects.toMatchObject({ code: 'host-options' })
    }
  })

  it('may load the scripts of other sites that a page’s blocks name, and those alone', () => {
    const resources = [
      { kind: 'js', url: '/client/a.js' },
      { kind: 'js', url: 'https://cdn.example.org/b.js' },
      { kind: 'js', url: '//cdn.example.org/c.js' },
      { kind: 'css', url: 'https://styles.example.org/d.css' },
    ] as const
    expect(scriptOriginsOf(resources)).toEqual(['https://cdn.example.org'])
    const { headers } = new PageSecurity().secured({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '',
      scriptOrigins: scriptOriginsOf(resources),
    })
    expect(headers['content-security-policy']).toContain(
      "script-src 'self' https://cdn.example.org; style-src",
    )
  })

  it('are secured alike however often they are answered, each with its own policy', () => {
    const security = new PageSecurity({ scriptOrigins: ['https://all.example.org'] })
    const page = (scriptOrigins: readonly string[]) =>
      ({
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '',
        scriptOrigins,
        isKept: true,
      }) as const
    const [plain, foreign] = [page([]), page(['https://cdn.example.org'])]
    const policies = [plain, foreign, plain, foreign].map(
      (one) => security.secured(one).headers['content-security-policy'],
    )
    expect(policies.map((policy) => policy?.includes('cdn.example.org'))).toEqual([false, true, false, true])
    expect(policies.every((policy) => policy?.includes("script-src 'self' https://all.example.org"))).toBe(
      true,
    )
  })

  it('keeps a policy that a block’s handler set itself, and sets one for whatever runs scripts', () => {
    const security = new PageSecurity()
    const policyOf = (headers: Record<string, string>) =>
      security.secured({ status: 200, headers, body: '' }).headers['content-security-policy']
    expect(policyOf({ 'content-type': 'text/html', 'content-security-policy': 'sandbox' })).toBe('sandbox')
    for (const type of ['text/html', 'Image/SVG+xml', 'application/xhtml+xml', 'text/xml', 'application/xml'])
      expect(policyOf({ 'content-type': type })).toContain("script-src 'self'")
    for (const type of ['application/json', 'text/plain', 'image/png'])
      expect(policyOf({ 'content-type': type })).toBeUndefined()
  })
})

describe('the name a server is called by', () => {
  it.each([
    [
      '127.0.0.1',
      ['localhost', 'LOCALHOST:8000', '127.0.0.1:8000', '[::1]:9', 'app.localhost', 'localhost.'],
    ],
    ['localhost', ['localhost:1', '127.0.0.1']],
    ['0.0.0.0', ['localhost', '127.0.0.1:80']],
    ['192.0.2.7', ['192.0.2.7:8000']],
    ['lms.example.org', ['lms.example.org', 'LMS.example.org:443']],
  ])('may be one of those of %s', (address, names) => {
    const hosts = new KnownHosts(namesOfAddress(address))
    for (const name of names) expect(() => hosts.check({ header: () => name })).not.toThrow()
  })

  it.each([
    [
      '127.0.0.1',
      ['rebound.example.org', 'localhost.example.org', '127.0.0.1.example.org', '192.0.2.7', '', ':80'],
    ],
    ['192.0.2.7', ['localhost', 'rebound.example.org:8000', '192.0.2.70']],
    ['0.0.0.0', ['rebound.example.org', '203.0.113.9']],
  ])('is none but those of %s', (address, names) => {
    const hosts = new KnownHosts(namesOfAddress(address))
    for (const name of names) {
      expect(() => hosts.check({ header: () => name })).toThrow(
        expect.objectContaining({ code: 'host-unknown', status: 421 }),
      )
    }
  })

  it('is asked of every request, where the host says its names', async () => {
    const host = await open({ hosts: ['localhost', 'lms.example.org'] })
    const status = async (name: string, path: string) => (await send(host, path, { host: name })).status
    expect(await status('lms.example.org:8000', '/')).toBe(200)
    for (const path of ['/', '/client/page.js', unitPath, '/nothing']) {
      expect(await status('rebound.example.org', path)).toBe(421)
    }
  })
})

describe('what the log says of a request that fails', () => {
  it.each([
    ['/learn/embedded/eyJhbGci.x.y/blocks/KEY/handlers/press', '/learn/embedded/…/blocks/KEY/handlers/press'],
    ['/blocks/KEY/signed/alice/c2lnbmF0dXJl/play/1', '/blocks/KEY/signed/alice/…/play/1'],
    ['/units/KEY', '/units/KEY'],
  ])('tells where, without what lets its reader act as a learner: %s', (path, logged) => {
    expect(loggedPath(path)).toBe(logged)
  })
})

describe('a path to go back to', () => {
  it.each([
    ['/units/a?b=c#d', '', '/units/a?b=c#d'],
    ['/learn/units/a', '/learn', '/learn/units/a'],
    ['/learn', '/learn', '/learn'],
    ['/a/../b', '', '/b'],
    ['/é', '', '/%C3%A9'],
  ])('is one of this site: %j', (text, base, path) => {
    expect(ownPath(text, base)).toBe(path)
  })

  it.each([
    '//elsewhere.org',
    '/\\elsewhere.org',
    '\\\\elsewhere.org',
    '/\t/elsewhere.org',
    '/\n/elsewhere.org',
    '\t//elsewhere.org',
    '/\r\n\\elsewhere.org',
    '/.//elsewhere.org',
    '/a/..//elsewhere.org',
    '/%2e//elsewhere.org',
    'https://elsewhere.org',
    'javascript:alert(1)',
    'elsewhere',
    '',
    '@elsewhere.org',
    '/learned',
    '/learn/../admin',
  ])('never leads away: %j', async (text) => {
    expect(ownPath(text, '/learn')).toBeUndefined()
    const answered = await send(
      demo,
      '/learner',
      { 'sec-fetch-site': 'same-origin' },
      {
        method: 'POST',
        body: new URLSearchParams({ name: 'Bob', back: text }).toString(),
      },
    )
    expect(answered.status).toBe(303)
    const { origin } = new URL(answered.headers.get('location') ?? '', 'http://localhost')
    expect(origin).toBe('http://localhost')
  })

  it('stays on this site, whatever is sent', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '\t',
      '\n',
      'x',
      'elsewhere.org',
      '%2f',
      '@',
      ':',
      '?',
      '#',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = ownPath(`/${pieces.join('')}`, '')
        if (path === undefined) return
        expect(new URL(path, 'https://here.org/a/b').origin).toBe('https://here.org')
      }),
      { numRuns: 2000, seed: 8 },
    )
  })
})

describe('somebody the host does not know', () => {
  const nobody = { learner: () => undefined }
  const json = { accept: 'application/json' }

  it('is led from a page to where they sign in, and back', async () => {
    const host = await open({ ...nobody, base: '/learn', signIn: 'https://id.example.org/login?site=1#form' })
    const response = await send(host, `/learn${unitPath}?a=1&b=%26`, html)
    expect(response.status).toBe(401)
    const [, link = ''] = /href="(https:[^"]+)"/.exec(await response.text()) ?? []
    const address = new URL(link.replaceAll('&amp;', '&'))
    expect(address.href).toMatch(/^https:\/\/id\.example\.org\/login\?site=1&next=[^#]+#form$/)
    expect(address.searchParams.get('next')).toBe(`/learn${unitPath}?a=1&b=%26`)
  })

  it('is told by errors for programs, too, with the page that asked to come back to', async () => {
    const asked: [string, string | undefined][] = []
    const host = await open({
      ...nobody,
      signIn: (request, back) => {
        asked.push([back, request.header('x-site')])
        return `/login?then=${encodeURIComponent(back)}`
      },
    })
    const headers = { ...json, 'x-site': 'north', referer: `http://localhost${unitPath}?x=1` }
    const call = await send(host, `${blockPath}/handlers/click`, headers, { method: 'POST', body: '{}' })
    expect(await call.json()).toMatchObject({
      error: { code: 'learner-unknown', sign_in: `/login?then=${encodeURIComponent(`${unitPath}?x=1`)}` },
    })
    await send(host, '/', { ...json, referer: 'https://elsewhere.org/page' })
    expect(asked).toEqual([
      [`${unitPath}?x=1`, 'north'],
      ['/', undefined],
    ])
  })

  it('is refused as before where the host names no such place, or fails to', async () => {
    const failing = () => {
      throw new Error('no address')
    }
    for (const options of [nobody, { ...nobody, signIn: failing }]) {
      const response = await send(await open(options), '/', json)
      expect(response.status).toBe(401)
      expect(await response.json()).toEqual({
        error: { code: 'learner-unknown', message: expect.stringContaining('does not know') as string },
      })
    }
  })
})

describe('whatever is sent', () => {
  const routes = [
    '/',
    '/units/',
    '/contexts/',
    '/progress/',
    '/jump/',
    '/assets/',
    '/client/',
    '/blocks/',
    '/author/blocks/',
    '/author/contexts/',
    '/staff/units/',
    '/staff/blocks/',
    '/staff/rescorings/',
    '/embedded/',
    '/learner',
    '/x/',
  ]
  const part = fc.oneof(
    fc.constantFrom(
      '%',
      '%.x',
      '%zz',
      '%00',
      '%ff',
      '%c3',
      '..',
      '.',
      '',
      'lb:x',
      'lb:O:L:html:a',
      'lib:O:L',
      unit,
      context,
      clicks,
      encodeURIComponent(unit),
      encodeURIComponent(context),
      encodeURIComponent(clicks),
      'handlers',
      'views',
      'signed',
      'click',
      'student_view_data',
      'embedded',
      'submissions',
      'constructor',
      '__proto__',
      'aside-usage-v2:',
      '\\',
      '"',
    ),
    fc.string({ maxLength: 12 }),
  )
  const value = fc.oneof(
    fc.constantFrom(
      '%.x',
      '%',
      '=',
      ';',
      '"',
      'bytes=-',
      'bytes=9-1',
      'W/"',
      '.',
      'a.b',
      '%E0%A4%A.x',
      'null',
      'gzip;q=x',
    ),
    fc.string({ maxLength: 20 }),
  )
  const cookie = value.map((text) => `unit_compositor_learner=${text}; unit_compositor_notice=${text}`)
  const asked = fc.record({
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
    path: fc
      .tuple(fc.constantFrom(...routes), fc.array(part, { maxLength: 5 }))
      .map(([at, parts]) => at + parts.join('/')),
    query: value,
    body: value,
    headers: fc.record(
      {
        cookie,
        accept: value,
        'accept-encoding': value,
        authorization: value,
        'content-type': fc.constantFrom('application/json', 'application/x-www-form-urlencoded', '%', ''),
        host: value,
        'if-none-match': value,
        'if-range': value,
        origin: value,
        range: value,
        referer: value,
      },
      { requiredKeys: [] },
    ),
  })

  it('is never answered as if the host were at fault, nor at length', async () => {
    const host = await open({ embedding: { origins: ['https://elsewhere.org'] } })
    await fc.assert(
      fc.asyncProperty(asked, async ({ method, path, query, body, headers }) => {
        const request: HostRequest = {
          method,
          path,
          query: new URLSearchParams(query),
          header: (name) => (headers as Record<string, string | undefined>)[name],
          bytes: async () => Buffer.from(body),
          text: async () => body,
        }
        const { status } = await host.answer(request)
        expect(status).toBeLessThan(500)
      }),
      { numRuns: 3000, seed: 9 },
    )
  }, 60_000)

  it.each([
    'lb:x',
    'lb:',
    'lb:x/lb:y/lb:z',
    'lb:x/',
    'lb:x//',
    'lb:/'.repeat(2000),
    '__proto__',
    '%00',
    '..',
  ])('is a file that is missing: %j', async (name) => {
    const path = `/assets/${encodeURIComponent(context)}/${name}`
    expect((await send(demo, path)).status).toBe(404)
  })

  it('is a library block’s file by its plain name, where only that is known', async () => {
    const path = `/assets/${encodeURIComponent(context)}/lb:O:L:html:a/notes.txt`
    expect(await (await send(demo, path)).text()).toBe('notes')
  })

  it.each(['%.x', '%', '%E0%A4%A.abc', '.', 'Alice.', '%00.x'])(
    'is an ordinary page with the cookie %j',
    async (text) => {
      const response = await send(demo, '/', { ...html, cookie: `unit_compositor_learner=${text}` })
      expect(response.status).toBe(200)
      expect(await response.text()).toContain('<option selected>Alice</option>')
    },
  )
})

describe('a host that is closed', () => {
  it('finishes what is under way, a stream included, and takes nothing more', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    let isHeld = () => {}
    const begun = new Promise<void>((resolve) => (isHeld = resolve))
    const host = await open({ store: join(folder, 'other') })
    const asking: HostRequest = {
      method: 'POST',
      path: '/learner',
      query: new URLSearchParams(),
      header: () => undefined,
      bytes: async () => Buffer.alloc(0),
      text: async () => {
        isHeld()
        await held
        return 'name=Bob'
      },
    }
    const answered = host.answer(asking)
    await begun
    let isClosed = false
    const closed = host.close().then(() => (isClosed = true))
    const refused = await send(host, '/')
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([503, 2])
    expect(isClosed).toBe(false)
    release()
    expect((await answered).status).toBe(303)
    await closed
    await host.close()
  })

  it('gives up on what does not end in time', async () => {
    const host = await open({ store: join(folder, 'third'), closeDeadline: 30 })
    const request = new Request('http://localhost/learner', {
      method: 'POST',
      body: new ReadableStream({ pull: () => new Promise(() => undefined) }),
      duplex: 'half',
    })
    let isAnswered = false
    void host.fetch(request).then(() => (isAnswered = true))
    await host.close()
    expect(isAnswered).toBe(false)
  })
})
