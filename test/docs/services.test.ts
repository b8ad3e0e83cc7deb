import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as runtime from '../../runtime/index.js'
import { SeededRandom } from '../../plugins/testing/index.js'
import { DocumentPackage, isBuilt } from './document-package.js'
import { importsOf, snippetsOf } from './snippets.js'

const text = readFileSync(new URL('../../docs/services.md', import.meta.url), 'utf8')
/** A block, a plugin and a host's standing, then one snippet for each service. */
const [declaring, providing, binding, knowing, ...uses] = snippetsOf('services.md')
const services = [...text.matchAll(/^## (\w+)$/gm)].map(([, name = '']) => name)

/** What the snippet of each service gives: the constants it makes, what it published, the block's field. */
const expected: Readonly<Record<string, { gives?: object; publishes?: object[]; seed?: number }>> = {
  User: { gives: { name: 'ada' } },
  Person: { gives: { hello: 'ada' } },
  People: { gives: { author: { pseudonym: 'pseudonym-ada', name: 'ada', id: 'ada' } } },
  Course: { gives: { place: 'Test kit' } },
  Surroundings: { gives: { unfinished: [] } },
  I18n: {
    gives: {
      label: 'Absenden',
      rest: '2 Versuche',
      games: '2 games',
      until: '1. März 2027 um 12:00',
      button: { text: '<button>Absenden</button>' },
    },
  },
  Completion: { publishes: [{ type: 'completion', payload: { value: 1 } }] },
  Grades: { publishes: [{ type: 'grade', payload: { value: 3, maxValue: 5, onlyIfHigher: true } }] },
  Clock: { gives: { isOpen: false } },
  Random: { seed: Math.floor(new SeededRandom(1).next() * 1000) },
  Urls: { gives: { picture: '/static/moon.png', outcomes: '/plugins/unit-compositor-poll/outcomes' } },
  HandlerUrls: { gives: { report: 'signed:report_progress' } },
  Partitions: { gives: { group: 57 } },
  Settings: { gives: { speed: 1.5 } },
  Cache: { gives: { kept: { EUR: 1 } } },
  PluginStore: { gives: { registered: { key: 'k-1' } } },
  Files: {
    gives: {
      kept: {
        name: 'week1/essay.txt',
        type: 'text/plain',
        size: 8,
        hash: createHash('sha256').update('My words').digest('hex'),
        keptAt: Date.UTC(2026, 0, 1),
      },
      size: 8,
    },
  },
  LearnerState: { gives: { attempts: 4 } },
  Submissions: { gives: { attempt: 1 } },
  ScriptRunner: { gives: { ran: { texts: { x: '1' }, values: {} } } },
}

/** Constants of snippets that only lead to what they give. */
const helping = new Set('i18n cache files known runner run store person people around beside'.split(' '))

/** What services are declared as, where not by their names. */
const asked: Readonly<Record<string, string>> = {
  Person: "Person.with('name', 'roles')",
  People: "People.with('name', 'email')",
}

/** A block whose handler does what the snippet of a service does. */
function blockUsing(service: string, snippet: string): string {
  const declared = service === 'ScriptRunner' ? 'wants' : 'needs'
  const constants = [...snippet.matchAll(/^const (?:\{ (?:(?:\w+): )?(\w+)(?: = \S+)? \}|(\w+)) =/gm)]
    .map(([, unpacked, plain]) => unpacked ?? plain)
    .filter((name) => !helping.has(name ?? ''))
  const lines = `
@${declared}(${asked[service] ?? service})
@block('used')
export class Used extends Block({
  settings: { start: date() },
  userState: { seed: optional(integer()), attempts: integer() },
}) {
  @handler(z.unknown()${service === 'People' ? ", { for: 'staff' }" : ''}) async use(${service === 'People' ? '_: unknown, request: StaffRequest' : ''}) {
    const [left, rates, context, code] = [2, { EUR: 1 }, 'course-v1:Test+Kit+2026', 'x = 1']
    const usageKey = this.usageKey.toString()
    void [left, rates, context, code, usageKey]
    ${snippet.trim().replaceAll('\n', '\n    ')}
    ${service === 'Cache' ? "const kept = await cache.get('rates')" : ''}
    return { ${[...constants, ...(service === 'Cache' ? ['kept'] : [])].join(', ')} }
  }
  @handler(z.unknown()) again() {
    this.attempts = 4
  }
}
`
  const types = service === 'People' ? "import type { StaffRequest } from 'unit-compositor'\n" : ''
  return `import { z } from 'zod'\n${types}${importsOf(lines)}${lines}`
}

const notes = `
import type { ServiceForBlock } from 'unit-compositor'
const notesOf = async (id: string | undefined, course: string) => [id, course].join(' in ')
${binding?.text ?? ''}`

const enrolments = `
import { LearnerStanding, type Standing } from 'unit-compositor'
const enrolmentOf = async (id: string, course: string) => ({ revision: id.length + 2, cohort: course.length - 13, mode: 'verified' })
${knowing?.text ?? ''}`

const program = `
import { ${['CatalogI18n', ...services].join(', ')} } from 'unit-compositor'
import type { ServedBlock } from 'unit-compositor'
import { block, MemoryRuntime } from 'unit-compositor/testing'
import { Greeting } from './greeting.js'
import plugin, { Weather } from './station.js'
import { Enrolments } from './enrolments.js'
import { notes } from './notes.js'
${services.map((name) => `import { Used as Using${name} } from './${name}.js'`).join('\n')}

const catalog = { Submit: 'Absenden', '{n} attempt': { one: '{n} Versuch', other: '{n} Versuche' } }
const open = () => new MemoryRuntime({
  settings: { speed: 1.5 },
  services: (container) => {
    container.bind(I18n).toConstantValue(new CatalogI18n('de', { de: catalog }))
    container.bind(HandlerUrls).toConstantValue({ signed: (handler: string) => 'signed:' + handler })
    container.bind(Partitions).toConstantValue({ groupOf: (partition: number) => partition + 7 })
    container.bind(ScriptRunner).toConstantValue({ run: async () => ({ texts: { x: '1' }, values: {} }) })
  },
})
const found: Record<string, unknown> = {}
const user = { id: 'ada', anonymousId: '', isStaff: false, name: '' }
found['notes'] = await notes.forBlock({ user, context: 'course-v1:O+C+R' } as ServedBlock).read()
found['standing'] = await new Enrolments().of({ id: 'ada' }, 'course-v1:O+C+R')
for (const [name, Used] of Object.entries({ ${services.map((name) => `${name}: Using${name}${name === 'People' ? ' as unknown as typeof UsingUser' : ''}`).join(', ')} })) {
  const runtime = open()
  const used = runtime.add(block(Used, { start: new Date('2027-01-01T00:00:00Z') }))
  const ada = runtime.learner('ada')
  if (name === 'LearnerState') await ada.call(used, 'again')
  const { body } = await (name === 'People' ? runtime.staff() : ada).call(used, 'use')
  const publishes = ada.events.map(({ type, payload }) => ({ type, payload }))
  found[name] = { gives: body, publishes, seed: ada.fields(used).seed }
}
const shown = open()
found['greeting'] = (await shown.learner('ada').show(shown.add(block(Greeting)))).text
const [weather] = plugin.services ?? []
found['weather'] = [weather?.token === Weather, weather?.make()]
console.log(JSON.stringify(found))
`

describe.skipIf(!isBuilt)('docs/services.md', () => {
  const written = new DocumentPackage()
  let compiled: string
  let found: Readonly<Record<string, unknown>>

  beforeAll(() => {
    const greeting = declaring?.text.replace('class Greeting', 'export class Greeting') ?? ''
    written.write('src/greeting.ts', importsOf(greeting) + greeting)
    written.write('src/station.ts', importsOf(providing?.text ?? '') + (providing?.text ?? ''))
    written.write('src/enrolments.ts', enrolments)
    written.write('src/notes.ts', notes)
    for (const [index, name] of services.entries()) {
      written.write(`src/${name}.ts`, blockUsing(name, uses[index]?.text ?? ''))
    }
    written.write('src/program.ts', program)
    compiled = written.compile()
    found = written.answerOf('src/program.ts') as typeof found
  }, 120_000)
  afterAll(() => written.remove())

  it('has one snippet for each service, and all of them compile', () => {
    expect(compiled).toBe('')
    expect(uses).toHaveLength(services.length)
    expect(services).toEqual(Object.keys(expected))
    expect(services.filter((name) => !(name in runtime))).toEqual([])
  })

  it('shows a block that uses a service, and a plugin that brings one', () => {
    expect(found['greeting']).toBe('Hello ada')
    expect(found['weather']).toEqual([true, { now: 'rain' }])
  })

  it('shows a service that is another for each learner', () => {
    expect(found['notes']).toBe('ada in course-v1:O+C+R')
  })

  it('shows a host that says what it knows of a learner', () => {
    expect(found['standing']).toEqual({
      number: 5,
      groups: { 61: 2 },
      track: 'verified',
      isBetaTester: false,
      extensions: { 'block-v1:O+C+R+type@sequential+block@week1': '2027-03-01T12:00:00.000Z' },
    })
  })

  it.each(Object.entries(expected))(
    'shows what %s does',
    (name, { gives = {}, publishes = [], seed = null }) => {
      expect(found[name]).toEqual({ gives, publishes, seed })
    },
  )
})
