import { openHost, nodeServer } from 'unit-compositor/host'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Who learns in the pictures: made-up names. */
const names = [
  'Ana Duarte',
  'Bilal Haddad',
  'Chen Mei',
  'Dina Okafor',
  'Emil Novak',
  'Fatou Diallo',
  'Goran Ilic',
  'Hana Sato',
  'Ines Moreau',
  'Jonas Weber',
  'Kofi Mensah',
  'Lena Petrova',
]
export const learners = names.map((name, index) => ({
  id: `learner-${index + 1}`,
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@example.org`,
}))
export const teacher = { id: 'teacher', name: 'Tomas Berg', isStaff: true }

/** Random numbers from 0 to 1, always the same ones. */
function seeded(seed) {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}

/** A host with the demo's course, at which learners have worked. */
export async function madeSite() {
  const folder = await mkdtemp(join(tmpdir(), 'screenshots-'))
  const person = (id) => (id === teacher.id ? teacher : learners.find((one) => one.id === id))
  const host = await openHost({
    store: join(folder, 'store'),
    threads: 1,
    log: { info() {}, warn() {}, error() {} },
    learner: (request) => {
      const [id = '', locale = 'en'] = (request.header('x-learner') ?? '').split(' ')
      const found = person(id)
      return found && { ...found, locale, timeZone: 'Europe/Oslo' }
    },
    author: (_request, { id }) => id === teacher.id,
    people: { directory: (ids) => ids.flatMap((id) => person(id) ?? []) },
  })
  for (const name of ['library', 'course'])
    await host.authoring.import(fileURLToPath(new URL(`../../demo/${name}`, import.meta.url)))
  const server = nodeServer(host.answer)
  const address = await server.listen({ port: 0, host: '127.0.0.1' })
  const published = (await host.contexts()).find(({ publication }) => publication.kind === 'course')
  const units = []
  const walk = (node) => (node.isUnit ? units.push(node.key) : node.children.forEach(walk))
  walk(await published.outline())
  const site = {
    host,
    address,
    course: published.publication.context,
    library: (await host.contexts()).find(({ publication }) => publication.kind === 'library').publication
      .context,
    units,
    async close() {
      await server.close()
      await host.close()
      await rm(folder, { recursive: true })
    },
  }
  await work(site)
  await host.drafts.operate(site.course, [
    {
      do: 'edit',
      edit: {
        usage: units[1],
        content: {},
        settings: { display_name: 'Let your eyes get used to the night' },
        reset: [],
      },
    },
    { do: 'delete', usage: units[2] },
  ])
  return site
}

/** Every learner answers some of the problems, some of them twice. */
async function work({ address, units }) {
  const random = seeded(7)
  for (const [index, { id }] of learners.entries()) {
    const headers = { 'x-learner': id }
    for (const unit of units.slice(0, Math.ceil(units.length * (1 - index / 16)))) {
      const page = await (await fetch(`${address}/units/${encodeURIComponent(unit)}`, { headers })).text()
      for (const [, action = '', form = ''] of page.matchAll(
        /action="([^"]*\/problem_check)"(.*?)<\/form>/gs,
      )) {
        for (let attempt = 0; attempt < (random() < 0.3 ? 2 : 1); attempt++)
          await fetch(address + action, {
            method: 'POST',
            headers: { ...headers, 'content-type': 'application/json' },
            body: JSON.stringify(answersTo(form, random)),
          })
      }
    }
  }
}

/** An answer to each input of a form. */
function answersTo(form, random) {
  const answers = {}
  const choices = new Map()
  for (const [tag] of form.matchAll(/<(?:input|option|select|textarea)[^>]*>/g)) {
    const [, name] = /name="(input_[^"]*)"/.exec(tag) ?? []
    const [, value = ''] = /value="([^"]*)"/.exec(tag) ?? []
    if (/type="(?:radio|checkbox)"/.test(tag) && name)
      choices.set(name, [...(choices.get(name) ?? []), value])
    else if (name && tag.startsWith('<input')) answers[name] = String(Math.floor(random() * 12))
  }
  for (const [name, values] of choices) {
    const chosen = values[Math.floor(random() * random() * values.length)]
    answers[name] = name.endsWith('[]') ? [chosen] : chosen
  }
  return answers
}
