import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WorkerPool } from '../../compositor/index.js'
import { nodeServer, openHost, type Host, type HostOptions } from '../../host/index.js'
import type { LmdbRecords } from '../../store/index.js'
import { openStore } from '../../store/index.js'

const folder = mkdtempSync(join(tmpdir(), 'operations-'))
const course = join(folder, 'course')
const opened: Host[] = []
const key = (type: string, id: string) =>
  encodeURIComponent(`block-v1:Org+Harbour+R+type@${type}+block@${id}`)
const unit = `/units/${key('vertical', 'quay')}`
const sunk = `/units/${key('vertical', 'seabed')}`
const block = `/blocks/${key('boat', 'blue')}`

interface Line {
  readonly requestId?: string
  readonly usage?: string
  readonly path?: string
}

const lines: Line[] = []
const noted = (line: unknown) => void lines.push(line as Line)

async function open(options: Partial<HostOptions> = {}, hasPort = true): Promise<Host> {
  const host = await openHost({
    store: join(folder, `store-${opened.length}`),
    plugins: [fileURLToPath(new URL('sinking-plugin.ts', import.meta.url))],
    python: false,
    threads: 1,
    log: { info: noted, warn: noted, error: noted },
    learner: (request) => ({ id: request.header('x-learner') ?? 'captain-haddock' }),
    ...(hasPort && { operations: { port: 0 } }),
    ...options,
  })
  opened.push(host)
  return host
}

async function openWithCourse(options: Partial<HostOptions> = {}, hasPort = true): Promise<Host> {
  const host = await open(options, hasPort)
  await host.authoring.import(course, { publish: true })
  return host
}

const send = (host: Host, path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  host.fetch(new Request(`http://localhost${path}`, { ...init, headers }))

const asked = (host: Host, path: string) => fetch(`${host.operations.address}${path}`)

async function ready(host: Host): Promise<[number, unknown]> {
  const response = await host.operations.fetch(new Request('http://operators/health/ready'))
  return [response.status, await response.json()]
}

/** A text of metrics, read by the grammar of the exposition format, version 0.0.4. */
class Exposition {
  readonly help = new Map<string, string>()
  readonly types = new Map<string, string>()
  /** By name and labels, as they stand. */
  readonly samples = new Map<string, number>()

  constructor(text: string) {
    expect(text.endsWith('\n')).toBe(true)
    for (const line of text.split('\n').filter(Boolean)) {
      const [, about, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? []
      if (about === 'HELP') this.help.set(name, rest)
      else if (about === 'TYPE') this.types.set(name, rest)
      else {
        const sample = /^([a-z_:][a-z0-9_:]*(?:\{(?:[a-z_]+="(?:[^"\\]|\\.)*",?)*\})?) (\S+)$/i.exec(line)
        expect(sample, line).not.toBeNull()
        const [, series = '', value = ''] = sample ?? []
        expect(this.samples.has(series), series).toBe(false)
        this.samples.set(series, value === 'Nan' ? Number.NaN : Number(value))
      }
    }
  }

  of(name: string, labels = ''): number | undefined {
    return this.samples.get(`unit_compositor_${name}${labels === '' ? '' : `{${labels}}`}`)
  }

  /** What the samples of a metric sum up to. */
  sumOf(name: string): number {
    const found = [...this.samples].filter(([series]) => series.startsWith(`unit_compositor_${name}{`))
    return found.reduce((sum, [, value]) => sum + value, 0)
  }
}

const metricsOf = async (host: Host) => new Exposition(await (await asked(host, '/metrics')).text())

beforeAll(() => {
  mkdirSync(join(course, 'static'), { recursive: true })
  writeFileSync(join(course, 'static', 'chart.txt'), 'depths')
  writeFileSync(
    join(course, 'course.xml'),
    `<course org="Org" course="Harbour" url_name="R"><chapter url_name="ch"><sequential url_name="s">
      <vertical url_name="quay"><boat url_name="blue"/></vertical>
      <vertical url_name="seabed"><wreck url_name="old"/><leak url_name="small"/></vertical>
    </sequential></chapter></course>`,
  )
})

afterAll(async () => {
  await Promise.all(opened.map((host) => host.close()))
  rmSync(folder, { recursive: true, force: true })
})

describe('the metrics of a host', () => {
  let host: Host
  let metrics: Exposition

  beforeAll(async () => {
    host = await openWithCourse()
    for (let one = 0; one < 5; one++) await send(host, unit)
    await send(host, unit, {}, { method: 'HEAD' })
    await send(host, `/units/${key('vertical', 'elsewhere')}`)
    for (const path of ['/wp-login.php', '/.env?token=hunter2', `/unit/${key('vertical', 'quay')}`])
      await send(host, path, { 'x-learner': 'tintin@example.org', 'x-request-id': 'id-of-a-request' })
    await send(host, unit, {}, { method: 'PROPFIND' })
    const saying = { 'x-learner': 'tintin@example.org', 'content-type': 'application/json' }
    for (let one = 0; one < 3; one++)
      await send(host, `${block}/handlers/say`, saying, { method: 'POST', body: '{}' })
    await send(host, sunk)
    await send(host, `/assets/${encodeURIComponent('course-v1:Org+Harbour+R')}/chart.txt`)
    metrics = await metricsOf(host)
  }, 60_000)

  it('are each named and explained, begin alike, and are all of a type', () => {
    for (const name of metrics.types.keys()) {
      expect(name).toMatch(/^unit_compositor_[a-z0-9_]+$/)
      expect(metrics.help.get(name)?.length, name).toBeGreaterThan(10)
    }
    for (const series of metrics.samples.keys()) {
      const [name = ''] = series.split('{')
      const family = metrics.types.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '')
      expect(metrics.types.has(family), series).toBe(true)
    }
    for (const [name, type] of metrics.types) {
      if (name.includes('_nodejs_') || name.includes('_process_')) continue
      expect(type === 'counter', name).toBe(name.endsWith('_total'))
    }
  })

  it('cover requests, composing, the cache, the pool, stores, scripts, rescoring, events and the process', () => {
    expect([...metrics.types.keys()].map((name) => name.replace('unit_compositor_', ''))).toEqual(
      expect.arrayContaining([
        'requests_total',
        'request_duration_seconds',
        'requests_under_way',
        'composed_units_total',
        'compose_seconds_total',
        'compose_queue',
        'compose_threads',
        'unit_cache_requests_total',
        'unit_cache_bytes',
        'store_reads_total',
        'store_writes_total',
        'store_failures_total',
        'store_full',
        'script_processes',
        'script_queue',
        'script_runs_total',
        'jobs_under_way',
        'event_log_lag_seconds',
        'event_log_failures_total',
        'block_failures_total',
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
        'nodejs_eventloop_lag_p99_seconds',
      ]),
    )
  })

  it('count requests by the pattern of their route and by status', () => {
    const requests = [...metrics.samples].filter(([series]) => series.includes('_requests_total{method'))
    expect(Object.fromEntries(requests)).toEqual({
      'unit_compositor_requests_total{method="GET",route="/units/:key",status="200"}': 7,
      'unit_compositor_requests_total{method="GET",route="/units/:key",status="404"}': 1,
      'unit_compositor_requests_total{method="POST",route="/blocks/:key/handlers/:handler",status="200"}': 3,
      'unit_compositor_requests_total{method="GET",route="/assets/:context/:name*",status="200"}': 1,
      'unit_compositor_requests_total{method="ANY",route="unknown",status="404"}': 4,
    })
  })

  it('tell how long they took, in a histogram that adds up', () => {
    const labels = 'method="GET",route="/units/:key"'
    const buckets = [...metrics.samples].filter(([series]) =>
      series.startsWith(`unit_compositor_request_duration_seconds_bucket{${labels}`),
    )
    const counts = buckets.map(([, count]) => count)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(buckets.at(-1)?.[0]).toContain('le="+Inf"')
    expect(counts.at(-1)).toBe(8)
    expect(metrics.of('request_duration_seconds_count', labels)).toBe(8)
    const sum = metrics.of('request_duration_seconds_sum', labels) ?? 0
    const most = buckets.map(([series]) => Number(/le="([^"]+)"/.exec(series)?.[1]?.replace('+Inf', '60')))
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeLessThanOrEqual(
      counts.reduce((all, count, place) => all + (count - (counts[place - 1] ?? 0)) * (most[place] ?? 0), 0),
    )
  })

  it('count what was composed and kept, what was stored and logged, and what failed', () => {
    expect(metrics.sumOf('composed_units_total')).toBe(2)
    expect(metrics.of('unit_cache_requests_total', 'result="miss"')).toBe(2)
    // Three submissions, of which one had to compose it, and a page; pages that are kept ask for no unit.
    expect(metrics.of('unit_cache_requests_total', 'result="hit"')).toBe(3)
    expect(metrics.of('unit_cache_units')).toBe(2)
    expect(metrics.of('unit_cache_bytes')).toBeGreaterThan(100)
    // The host says that it is there; the second and third submission change nothing.
    const stored = metrics.of('store_writes_total', 'store="learners"') ?? 0
    expect(stored).toBeGreaterThanOrEqual(2)
    // On a slow machine it says so again.
    expect(stored).toBeLessThan(4)
    // The course's text and its chart.
    expect(metrics.of('store_writes_total', 'store="files"')).toBe(2)
    expect(metrics.of('store_reads_total', 'store="files"')).toBeGreaterThanOrEqual(1)
    expect(metrics.of('store_reads_total', 'store="content"')).toBeGreaterThan(8)
    expect(metrics.sumOf('store_failures_total')).toBe(0)
    expect(metrics.of('store_full', 'store="learners"')).toBe(0)
    expect(metrics.of('block_failures_total', 'code="block-failed"')).toBe(1)
    expect(metrics.of('requests_under_way')).toBe(0)
    expect(metrics.of('compose_threads', 'state="most"')).toBe(WorkerPool.available() ? 1 : 0)
  })

  it('hold nothing of who asked, for what, or with which words', async () => {
    const text = await host.operations.metrics()
    for (const word of [
      'haddock',
      'tintin',
      'Harbour',
      'quay',
      'boat',
      'hunter2',
      'chart',
      'wp-login',
      'PROPFIND',
    ])
      expect(text).not.toContain(word)
    expect(text).not.toContain('id-of-a-request')
    expect(text).not.toMatch(/block-v1|course-v1|type@/)
  })

  it('grow with every request, and not with another host of the process', async () => {
    const other = await open()
    const before = (await metricsOf(host)).sumOf('requests_total')
    await send(other, '/nothing')
    await send(host, '/nothing')
    await send(host, unit)
    expect((await metricsOf(host)).sumOf('requests_total')).toBe(before + 2)
    expect((await metricsOf(other)).sumOf('requests_total')).toBe(1)
    expect((await metricsOf(other)).of('process_start_time_seconds')).toBeGreaterThan(1e9)
  })

  it('stay within a bounded number of series, whatever is asked for', async () => {
    const ownSeries = async () =>
      [...(await metricsOf(host)).samples.keys()].filter((series) => !/_(?:nodejs|process)_/.test(series))
    const before = await ownSeries()
    for (let one = 0; one < 300; one++) await send(host, `/odd-${one}/${one}`, {}, { method: `M${one}` })
    expect(await ownSeries()).toEqual(before)
  })
})

describe('the port for operators', () => {
  it('answers health and metrics, and nothing of the host', async () => {
    const host = await openWithCourse()
    const live = await asked(host, '/health/live')
    expect([live.status, await live.json()]).toEqual([200, { status: 'live' }])
    const metrics = await asked(host, '/metrics')
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(metrics.headers.get('cache-control')).toBe('no-store')
    for (const path of ['/', unit, '/health', '/metrics/', '/metrics.txt', '/xmetrics'])
      expect((await asked(host, path)).status, path).toBe(404)
    const posted = await fetch(`${host.operations.address}/metrics`, { method: 'POST', body: '{}' })
    expect(posted.status).toBe(404)
    const head = await fetch(`${host.operations.address}/health/ready`, { method: 'HEAD' })
    expect(head.status).toBe(200)
  })

  it('is not that of learners, who find nothing of it', async () => {
    const host = await openWithCourse()
    const server = nodeServer(host.answer)
    const address = await server.listen({ port: 0, host: '127.0.0.1' })
    expect(address).not.toBe(host.operations.address)
    for (const path of ['/metrics', '/health/live', '/health/ready', '/operations/metrics'])
      expect((await fetch(address + path)).status, path).toBe(404)
    const tags: string[] = []
    for (const id of ['one', 'two']) {
      const response = await fetch(address + unit, { headers: { 'x-request-id': id } })
      expect([response.status, response.headers.get('x-request-id')]).toEqual([200, id])
      tags.push(response.headers.get('etag') ?? '')
    }
    expect(tags[1]).toBe(tags[0])
    const made = await fetch(`${address}/learner`, { method: 'POST', body: 'name=Bob', redirect: 'manual' })
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f]{12}-[0-9a-z]+$/)
    await server.close()
  })

  it('is left out where none is named, and can be mounted below any path of a host’s own', async () => {
    const host = await openWithCourse({}, false)
    expect(host.operations.address).toBeUndefined()
    const mounted = await host.operations.fetch(new Request('https://lms.example.org/internal/a/metrics'))
    expect(mounted.status).toBe(200)
    expect(await mounted.text()).toContain('# TYPE unit_compositor_requests_total counter')
    expect(await ready(host)).toEqual([200, { status: 'ready', failing: [] }])
  })

  it('that is taken is named in the error, and the host is closed again', async () => {
    const first = await open()
    const { port } = new URL(first.operations.address ?? '')
    const store = join(folder, 'taken')
    await expect(open({ store, operations: { port: Number(port) } })).rejects.toMatchObject({
      code: 'operations-port',
      message: expect.stringContaining(port) as string,
    })
    const again = await open({ store })
    expect((await asked(again, '/health/live')).status).toBe(200)
  })
})

describe('a host is ready', () => {
  it('with what is published, and before anything is', async () => {
    const host = await open()
    expect(await ready(host)).toEqual([200, { status: 'ready', failing: [] }])
    await host.authoring.import(course, { publish: true })
    expect(await ready(host)).toEqual([200, { status: 'ready', failing: [] }])
  })

  it('no longer once it is about to stop, or stops, though it finishes what it is answering', async () => {
    const host = await openWithCourse()
    host.operations.stopping()
    expect(await ready(host)).toEqual([503, { status: 'closing', failing: [] }])
    expect((await send(host, unit)).status).toBe(200)
    const other = await openWithCourse()
    let begun = () => {}
    const isHeld = new Promise<void>((resolve) => (begun = resolve))
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const body = async () => {
      begun()
      await held
      return '{}'
    }
    const answered = other.answer({
      method: 'POST',
      path: `${block}/handlers/say`,
      query: new URLSearchParams(),
      header: (name) => (name === 'accept' ? 'application/json' : undefined),
      bytes: async () => Buffer.from(await body()),
      text: body,
    })
    await isHeld
    const closed = other.close()
    const response = await asked(other, '/health/ready')
    expect([response.status, await response.json()]).toEqual([503, { status: 'closing', failing: [] }])
    expect((await asked(other, '/health/live')).status).toBe(200)
    expect((await metricsOf(other)).of('requests_under_way')).toBe(1)
    release()
    expect((await answered).status).toBe(200)
    await closed
    await expect(asked(other, '/health/live')).rejects.toThrow()
  })

  it('not while nothing that is published can be read', async () => {
    const store = join(folder, 'damaged')
    const first = await openWithCourse({ store })
    await first.close()
    const kept = await openStore(store)
    const [hash = ''] = await kept.heads.texts(['published:course-v1:Org+Harbour+R'])
    const name = `publication:${hash}`
    const [text = ''] = await kept.blobs.texts([name])
    await kept.blobs.remove([name], Infinity)
    const host = await open({ store })
    expect(await ready(host)).toEqual([503, { status: 'unavailable', failing: ['units'] }])
    expect((await send(host, unit)).status).toBe(500)
    await kept.blobs.put([{ name, text }])
    expect(await ready(host)).toEqual([200, { status: 'ready', failing: [] }])
    await kept.close()
  })

  it('in part where the store of learners’ records alone is lost', async () => {
    const host = await openWithCourse()
    await (host.courseware.options.learners.records as LmdbRecords).close()
    expect(await ready(host)).toEqual([200, { status: 'degraded', failing: ['learners'] }])
    expect((await metricsOf(host)).of('store_failures_total', 'store="learners"')).toBeGreaterThan(0)
  })

  it('in part where the event log cannot be written, which shows as lag', async () => {
    const store = join(folder, 'deaf')
    const host = await openWithCourse({ store })
    rmSync(join(store, 'events.jsonl'), { force: true })
    mkdirSync(join(store, 'events.jsonl'))
    const { events } = host.courseware.options
    await host.courseware.options.learners.records.commit({
      expected: new Map(),
      writes: new Map([['outbox ada 000000000001 000000', '{"event_type":"problem_check"}']]),
    })
    events.stored([])
    await expect.poll(() => events.sinks?.[0]?.isFailing).toBe(true)
    expect(await ready(host)).toEqual([200, { status: 'degraded', failing: ['events'] }])
    const metrics = await metricsOf(host)
    const sink = 'sink="file"'
    expect(metrics.of('event_log_waiting', sink)).toBe(1)
    expect(metrics.of('event_log_lag_seconds', sink)).toBeGreaterThan(0)
    expect(metrics.of('event_log_failures_total', sink)).toBeGreaterThan(0)
    rmSync(join(store, 'events.jsonl'), { recursive: true })
    await expect.poll(() => events.sinks?.[0]?.waiting, { timeout: 8000 }).toBe(0)
    expect(await ready(host)).toEqual([200, { status: 'ready', failing: [] }])
  })
})

describe('the id of a request', () => {
  let host: Host

  beforeAll(async () => {
    host = await openWithCourse()
  }, 60_000)

  it.each([
    '7f3a',
    '0af7651916cd43dd8448eb211c80319c',
    'req_1.2:3/x+y==',
    '3b1f2c0e-7f1d-4f43-9d55-3f6f6b1d9a10',
  ])('is the one it came with, where that is a plain short token: %s', async (id) => {
    const { headers } = await send(host, unit, { 'x-request-id': id })
    expect(headers.get('x-request-id')).toBe(id)
  })

  it.each(['', 'two words', '<script>', 'a'.repeat(101), 'é', 'a,b', '"quoted"', '{"json":1}', 'a\tb'])(
    'is made anew, and is no other’s, where it came with something else: %j',
    async (id) => {
      const ids = await Promise.all(
        [1, 2].map(async () => (await send(host, unit, { 'x-request-id': id })).headers.get('x-request-id')),
      )
      expect(ids[0]).toMatch(/^[0-9a-f]{12}-[0-9a-z]+$/)
      expect(ids[1]).not.toBe(ids[0])
      expect(ids).not.toContain(id)
    },
  )

  it.each<[string, string, RequestInit]>([
    ['a page that is missing', '/nothing', {}],
    ['a redirect', '/learner', { method: 'POST', body: 'name=Bob' }],
    ['a refusal for programs', `${block}/handlers/none`, { method: 'POST', body: '{}' }],
  ])('is given back with every answer: %s', async (_case, path, init) => {
    const { headers } = await send(host, path, { 'x-request-id': 'asked-1' }, init)
    expect(headers.get('x-request-id')).toBe('asked-1')
  })

  it('is given back with what has not changed', async () => {
    const etag = (await send(host, unit)).headers.get('etag') ?? ''
    const again = await send(host, unit, { 'if-none-match': etag, 'x-request-id': 'asked-2' })
    expect([again.status, again.headers.get('x-request-id')]).toEqual([304, 'asked-2'])
  })

  it('stands in every line that is logged for the request, and in no other’s', async () => {
    lines.length = 0
    const leak = `/blocks/${key('leak', 'small')}/handlers/say`
    await Promise.all([
      send(host, sunk, { 'x-request-id': 'viewing' }),
      send(host, leak, { 'x-request-id': 'saying' }, { method: 'POST', body: '{}' }),
      send(host, unit, { 'x-request-id': 'idle' }),
    ])
    const ids = (id: string) => lines.filter(({ requestId }) => requestId === id)
    expect(ids('viewing').map(({ usage }) => usage)).toEqual(['block-v1:Org+Harbour+R+type@wreck+block@old'])
    expect(ids('saying').map(({ path }) => path)).toContain(leak)
    expect(ids('idle')).toEqual([])
    // What the host does besides, for nobody's request, is logged without an id.
    const others = lines.filter(({ requestId }) => requestId !== 'viewing' && requestId !== 'saying')
    expect(others.filter(({ requestId, usage, path }) => requestId ?? usage ?? path)).toEqual([])
  })

  it('is known to who says who the learner is', async () => {
    const seen: (string | undefined)[] = []
    const other = await openWithCourse({
      learner: (request) => {
        seen.push(request.id)
        return { id: 'snowy' }
      },
    })
    await send(other, unit, { 'x-request-id': 'who-is-it' })
    expect(new Set(seen)).toEqual(new Set(['who-is-it']))
  })
})

describe.runIf(WorkerPool.available())('serve, on the built package', () => {
  it('offers health and metrics on a port of their own, and says where', async () => {
    const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
    const words = ['serve', '--store', join(folder, 'served'), '--port', '8470', '--operations-port', '0']
    const serve = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = once(serve, 'exit')
    let address: string | undefined
    for await (const line of createInterface({ input: serve.stderr })) {
      address = /^Health and metrics on (\S+)$/.exec(line)?.[1]
      if (address) break
    }
    const response = await fetch(`${address}/health/ready`)
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready', failing: [] }])
    expect(await (await fetch(`${address}/metrics`)).text()).toContain('unit_compositor_process_cpu_')
    serve.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  }, 60_000)
})
