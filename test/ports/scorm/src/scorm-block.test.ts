import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { runInNewContext } from 'node:vm'
import { block, describeBlock, fromOlx, MemoryRuntime } from 'unit-compositor/testing'
import { rulesOf } from './data-model.js'
import { ScormBlock } from './scorm-block.js'
import { secondsIn } from './standing.js'
import { manifestOf, zipOf, type Packed } from './zip-fixture.test.js'

const walk = fromOlx(readFileSync(new URL('../scenarios/scorm.xml', import.meta.url), 'utf8'), ScormBlock)
const apiScript = readFileSync(new URL('../client/scorm-api.js', import.meta.url), 'utf8')

describeBlock(
  ScormBlock,
  { describe, it },
  {
    scenarios: [walk],
    state: {
      manifest: {
        version: '1.2',
        title: 'Moon',
        items: [
          { title: 'A', href: 'a.html' },
          { title: 'B', href: 'b.html' },
        ],
        masteryScore: null,
      },
      values: { 'cmi.core.lesson_status': 'passed' },
      status: 'passed',
      score: 0.5,
    },
    plugin: new URL('./index.js', import.meta.url),
  },
)

const page: Packed = {
  name: 'index.html',
  content: '<!doctype html><html><head><title>Moon</title></head></html>',
}
const refused = async (files: readonly Packed[] | Uint8Array) => {
  const { status, body } = await open().upload(files)
  return [status, (body as { error?: string }).error ?? '']
}

function open(given = walk) {
  const runtime = new MemoryRuntime()
  const scorm = runtime.add(given)
  const staff = runtime.staff()
  const upload = (files: readonly Packed[] | Uint8Array) =>
    staff.call(
      scorm,
      'upload',
      {},
      { files: [{ name: 'moon.zip', bytes: files instanceof Uint8Array ? files : zipOf(files) }] },
    )
  const as = (id: string) => {
    const learner = runtime.learner(id, { username: id })
    const call = async (handler: string, input: object) => learner.call(scorm, handler, input)
    const launch = async (item = 0) =>
      (await call('launch', { item })).body as { address: string; api: { values: Record<string, string> } }
    const commit = async (values: Record<string, string>, isEnd = false) => call('commit', { values, isEnd })
    const file = async (address: string) => {
      const suffix = decodeURIComponent(
        address.slice(address.indexOf('content/') + 'content/'.length).split(/[?#]/)[0] ?? '',
      )
      return learner.call(scorm, 'content', {}, { method: 'GET', suffix })
    }
    return { learner, launch, commit, file, fields: () => learner.fields(scorm) }
  }
  return { runtime, scorm, staff, upload, as }
}

describe('a package', () => {
  it('is taken of staff, and opened at what its manifest says', async () => {
    const { upload, as, runtime, scorm } = open()
    const files = [
      manifestOf({ parts: ['start/a b.html?x=1', 'index.html'] }),
      page,
      { ...page, name: 'start/a b.html' },
    ]
    assert.deepEqual((await upload(files)).body, { title: 'Moon', version: '1.2', parts: 2, files: 3 })
    assert.match((await runtime.learner('ada').show(scorm)).text, /Not attempted Part 1 Part 2/)
    assert.equal((await runtime.learner('ada').call(scorm, 'upload', {}, { files: [] })).status, 403)
    const { address } = await as('ada').launch()
    assert.match(address, /\/start\/a%20b\.html\?x=1$/)
    const { status, body, contentType, headers } = await as('ada').file(address)
    assert.deepEqual([status, contentType], [200, 'text/html'])
    assert.match(
      Buffer.from(body as Uint8Array).toString(),
      /^<!doctype html><html><head><script src="[^"]*scorm-api\.js"><\/script><title>Moon/,
    )
    assert.match(headers['content-security-policy'] ?? '', /^sandbox allow-scripts(?!.*allow-same-origin)/)
    // What was opened of the one before is not there any more.
    await upload([manifestOf(), page, { name: 'more.txt', content: 'x' }])
    assert.equal((await as('ada').file(address)).status, 410)
  })

  it('gives its stored files in parts, and each as what its name says', async () => {
    const { upload, as } = open()
    await upload([
      manifestOf(),
      page,
      { name: 'film.mp4', content: 'a film', isStored: true },
      { name: 'run.exe', content: 'x' },
    ])
    const { address } = await as('ada').launch()
    const film = await as('ada').file(address.replace('index.html', 'film.mp4'))
    assert.deepEqual(
      [film.contentType, Buffer.from(film.body as Uint8Array).toString()],
      ['video/mp4', 'a film'],
    )
    assert.equal(
      (await as('ada').file(address.replace('index.html', 'run.exe'))).contentType,
      'application/octet-stream',
    )
    assert.equal((await as('ada').file(address.replace('index.html', '../index.html'))).status, 404)
  })

  it('is refused where it is hostile or damaged, and the one before stays', async () => {
    const odd: readonly (readonly [readonly Packed[] | Uint8Array, RegExp])[] = [
      [Buffer.from('not a zip'), /by what it begins with/],
      [zipOf([manifestOf(), page]).slice(0, -30), /cut off/],
      [[page], /imsmanifest\.xml is not at its top/],
      [[manifestOf()], /names no file that is in it/],
      [[{ name: 'imsmanifest.xml', content: '<manifest' }], /not well-formed/],
      [[{ name: 'imsmanifest.xml', content: '<!DOCTYPE m [<!ENTITY a "b">]><m/>' }], /imsmanifest\.xml/],
      [[manifestOf(), page, { name: '../evil.js', content: 'x' }], /leads out of it/],
      [[manifestOf(), page, { name: '/etc/passwd', content: 'x' }], /leads out of it/],
      [[manifestOf(), page, { name: 'a\\..\\b', content: 'x' }], /leads out of it/],
      [[manifestOf(), page, { name: 'link', content: '/etc', mode: 0o120777 }], /is a link/],
      [[manifestOf(), page, { ...page, name: 'INDEX.html' }], /in it twice/],
      [[manifestOf(), page, { name: 'secret', content: 'x', flags: 1 }], /encrypted/],
      [[manifestOf(), page, { name: 'big', content: 'x', saysSize: 60_000_000 }], /too large/],
      [
        [
          manifestOf(),
          ...Array.from({ length: 11 }, (_, at) => ({ name: `${at}`, content: 'x', saysSize: 49_000_000 })),
        ],
        /500 MB/,
      ],
      [[{ ...manifestOf(), saysSize: 10 }, page], /is damaged/],
    ]
    for (const [files, why] of odd) {
      const [status, said] = await refused(files)
      assert.match(String(said), why)
      assert.ok(Number(status) >= 400 && Number(status) < 500, `${status} ${said}`)
    }
    const { upload, as } = open()
    await upload([manifestOf(), page])
    await upload([page])
    assert.equal((await as('ada').file((await as('ada').launch()).address)).status, 200)
  })
})

describe('what a package says of its learner', () => {
  it('is kept, scored and reported, and read again when it is opened', async () => {
    const { upload, as, staff, scorm, runtime } = open()
    await upload([manifestOf(), page])
    const ada = as('ada')
    assert.equal((await ada.launch()).api.values['cmi.core.entry'], 'ab-initio')
    await ada.commit({
      'cmi.core.lesson_status': 'incomplete',
      'cmi.suspend_data': 'page 3',
      'cmi.core.exit': 'suspend',
    })
    await ada.commit(
      { 'cmi.core.score.raw': '8', 'cmi.core.score.max': '10', 'cmi.core.session_time': '0000:01:30.50' },
      true,
    )
    assert.deepEqual(
      ada.learner.events.filter(({ type }) => type === 'grade').map(({ payload }) => payload),
      [{ value: 4, maxValue: 5 }],
    )
    await ada.commit({ 'cmi.core.lesson_status': 'completed', 'cmi.core.session_time': '0000:00:30' }, true)
    const { values } = (await ada.launch()).api
    assert.equal(values['cmi.core.entry'], 'resume')
    assert.equal(values['cmi.core.total_time'], '0000:02:00.50')
    assert.equal(values['cmi.suspend_data'], 'page 3')
    assert.equal(values['cmi.core.student_name'], 'ada')
    assert.match((await ada.learner.show(scorm)).text, /Completed, 4 of 5 points/)
    const [row] = await staff.report(scorm)
    assert.deepEqual([row?.learner, row?.status, row?.score, row?.seconds], ['ada', 'completed', 0.8, 120.5])
    assert.match(
      JSON.stringify((await staff.call(scorm, 'learners_values', { learner: 'ada' })).body),
      /page 3/,
    )
    assert.equal(
      (await runtime.learner('bob').call(scorm, 'learners_values', { learner: 'ada' })).status,
      403,
    )
  })

  it('counts as each version says', async () => {
    const cases: readonly (readonly [
      Parameters<typeof manifestOf>[0],
      Record<string, string>,
      string,
      number | null,
    ])[] = [
      [{}, { 'cmi.core.lesson_status': 'passed' }, 'passed', 1],
      [{}, { 'cmi.core.lesson_status': 'browsed' }, 'browsed', null],
      [
        {},
        { 'cmi.core.score.raw': '5', 'cmi.core.score.min': '0', 'cmi.core.score.max': '4' },
        'not attempted',
        1,
      ],
      [
        { mastery: '<adlcp:masteryscore>80</adlcp:masteryscore>' },
        { 'cmi.core.lesson_status': 'completed', 'cmi.core.score.raw': '79' },
        'failed',
        0.79,
      ],
      [
        { mastery: '<adlcp:masteryscore>80</adlcp:masteryscore>' },
        { 'cmi.core.lesson_status': 'failed', 'cmi.core.score.raw': '80' },
        'passed',
        0.8,
      ],
      [
        { version: '2004' },
        { 'cmi.completion_status': 'completed', 'cmi.success_status': 'unknown' },
        'completed',
        null,
      ],
      [{ version: '2004' }, { 'cmi.success_status': 'failed', 'cmi.score.scaled': '-0.5' }, 'failed', 0],
      [
        { version: '2004' },
        { 'cmi.score.raw': '1', 'cmi.score.min': '0', 'cmi.score.max': '2' },
        'not attempted',
        0.5,
      ],
    ]
    for (const [said, values, status, score] of cases) {
      const { upload, as } = open()
      await upload([manifestOf(said), page])
      await as('ada').commit(values)
      const fields = as('ada').fields()
      assert.deepEqual([values, fields.status, fields.score], [values, status, score])
    }
  })

  it('is refused where the data model has no such thing, and none of it kept', async () => {
    const { upload, as } = open(block(ScormBlock))
    await upload([manifestOf({ version: '2004' }), page])
    const { commit, fields } = as('ada')
    for (const [name, value] of [
      ['cmi.learner_id', 'bob'],
      ['cmi.core.lesson_status', 'passed'],
      ['cmi.score.scaled', '1.5'],
      ['cmi.completion_status', 'passed'],
      ['__proto__x', '1'],
      ['cmi.location', 'x'.repeat(1001)],
    ] as const) {
      assert.equal((await commit({ 'cmi.location': 'here', [name]: value })).status, 400, name)
    }
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, at) => [`cmi.interactions.${at}.description`, 'x'.repeat(4000)]),
    )
    assert.equal((await commit(many)).status, 413)
    assert.deepEqual(fields().values, {})
  })

  it('may say how long it took, in both ways', () => {
    const times = ['0001:02:03.50', 'PT1H2M3.5S', 'P1DT1S', 'long'].map(secondsIn)
    assert.deepEqual(times, [3723.5, 3723.5, 86_401, 0])
  })
})

describe('the API in the frame', () => {
  function frame(name: string) {
    const told: object[] = []
    const window: Record<string, unknown> = {
      name,
      addEventListener: () => {},
      parent: { postMessage: (message: object) => told.push(message) },
    }
    runInNewContext(apiScript, { window, JSON })
    type Api = Record<string, (...given: string[]) => string>
    return { told, window, older: window['API'] as Api, newer: window['API_1484_11'] as Api }
  }

  it('answers at once, tells the page, and goes on in the next page of the frame', () => {
    const boot = { scorm: '1.2', values: { 'cmi.core.student_name': 'Ada' }, rules: rulesOf('1.2') }
    const { older, told, window } = frame(JSON.stringify(boot))
    assert.equal(older['LMSGetValue']?.('cmi.core.student_name'), '')
    assert.equal(older['LMSGetLastError']?.(), '301')
    assert.equal(older['LMSInitialize']?.(''), 'true')
    assert.equal(older['LMSGetValue']?.('cmi.core.student_name'), 'Ada')
    assert.equal(older['LMSSetValue']?.('cmi.core.student_name', 'Bob'), 'false')
    assert.equal(older['LMSGetLastError']?.(), '403')
    assert.equal(older['LMSSetValue']?.('cmi.core.lesson_status', 'done'), 'false')
    assert.equal(older['LMSGetLastError']?.(), '405')
    assert.equal(older['LMSSetValue']?.('cmi.interactions.0.id', 'q1'), 'true')
    assert.equal(older['LMSGetValue']?.('cmi.interactions._count'), '1')
    assert.equal(older['LMSFinish']?.(''), 'true')
    assert.deepEqual(JSON.parse(JSON.stringify(told)), [
      { scorm: 'set', name: 'cmi.interactions.0.id', value: 'q1' },
      { scorm: 'end' },
    ])
    const next = frame(window['name'] as string).older
    next['LMSInitialize']?.('')
    assert.equal(next['LMSGetValue']?.('cmi.interactions._count'), '1')
  })

  it('keeps ranges and values that were never set apart, as 2004 does', () => {
    const { newer } = frame(JSON.stringify({ scorm: '2004', values: {}, rules: rulesOf('2004') }))
    newer['Initialize']?.('')
    assert.equal(newer['SetValue']?.('cmi.score.scaled', '2'), 'false')
    assert.equal(newer['GetLastError']?.(), '407')
    assert.equal(newer['GetValue']?.('cmi.location'), '')
    assert.equal(newer['GetLastError']?.(), '403')
    assert.equal(newer['GetValue']?.('cmi.nothing'), '')
    assert.equal(newer['GetLastError']?.(), '401')
  })
})
