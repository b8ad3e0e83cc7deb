import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { parseUsageKey } from '../../runtime/index.js'
import { MadeSite } from './made-site.js'

const real = fileURLToPath(new URL('../../../shared/olx/', import.meta.url))

/** Courses among the real content that draw from libraries. */
function coursesWithBanks(): string[] {
  if (!existsSync(real)) return []
  return readdirSync(real).filter((name) => {
    const folder = join(real, name, 'olx')
    if (!existsSync(join(folder, 'course.xml'))) return false
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some(
      (path) =>
        path.endsWith('.xml') &&
        /<(?:library_content|itembank)\b/.test(readFileSync(join(folder, path), 'utf8')),
    )
  })
}

const path = (text: string) => encodeURIComponent(text)
const learners = ['ann', 'bob']

/** What learners did, by learner and key: what the host says their state is. */
type States = Map<string, unknown>

async function stateOf(site: MadeSite, learner: string, key: string): Promise<unknown> {
  const answer = await site.get(`/blocks/${path(key)}/views/student_view_user_state`, learner)
  return answer.status === 200 ? answer.json() : answer.status
}

/** Has a learner answer the first questions of a unit, and notes what the host says of them then. */
async function answered(site: MadeSite, unit: string, learner: string, states: States): Promise<void> {
  const page = await (await site.get(`/units/${path(unit)}`, learner, { accept: 'text/html' })).text()
  let count = 0
  for (const part of page.split('data-usage-key="').slice(1)) {
    const key = part.slice(0, part.indexOf('"'))
    const [, input] = /name="(input_[^"]+)"/.exec(part) ?? []
    if (input === undefined || !key.includes('problem') || states.has(`${learner} ${key}`)) continue
    const [, value = '1'] = /value="([^"]+)"/.exec(part.slice(part.indexOf(input))) ?? []
    const answer = input.endsWith('[]') ? { [input]: [value] } : { [input]: value }
    const sent = await site.post(`/blocks/${path(key)}/handlers/problem_check`, answer, learner)
    if (sent.status !== 200) continue
    states.set(`${learner} ${key}`, await stateOf(site, learner, key))
    if (++count === 20) return
  }
}

describe.skipIf(coursesWithBanks().length === 0)('real courses with banks', () => {
  const sites: MadeSite[] = []
  const folder = mkdtempSync(join(tmpdir(), 'real-references-'))
  afterAll(async () => {
    await Promise.all(sites.map((site) => site.close()))
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(coursesWithBanks())(
    'keep what learners did through migration, updates, downgrades, copies and exports: %s',
    async (name) => {
      const site = await MadeSite.open({ author: () => true, threads: 0 })
      sites.push(site)
      const { authoring, content, courseUpdates, drafts, migrations } = site.host
      const { context } = await authoring.import(join(real, name, 'olx'), { publish: true })
      const view = await content.view(context, 'draft')
      const banks = new Map<string, string>()
      for await (const [usage, { type, settings, parent }] of view.allBlocks())
        if (
          type === 'library_content' &&
          typeof settings['source_library_id'] === 'string' &&
          parent !== undefined
        )
          banks.set(usage, settings['source_library_id'])
      const unitOf = async (usage: string) =>
        (await site.host.published(context)).unitOf(parseUsageKey(usage))
      const units = new Set<string>()
      for (const bank of banks.keys()) units.add((await unitOf(bank)) ?? '')
      const states: States = new Map()
      const everybody = async () => {
        for (const unit of units) for (const learner of learners) await answered(site, unit, learner, states)
      }
      const expectKept = async (when: string) => {
        for (const [whose, state] of states) {
          const [learner = '', key = ''] = whose.split(' ')
          expect([when, whose, await stateOf(site, learner, key)]).toEqual([when, whose, state])
        }
      }
      await everybody()
      expect(states.size).toBeGreaterThan(0)

      const [v1 = ''] = new Set(banks.values())
      const { to: library } = await migrations.migrate(v1, { publishCourses: true })
      await authoring.publish(context)
      await expectKept('migrated')

      const { published } = await drafts.head(library)
      const members = [
        ...((await (await content.view(library, 'published')).block(library))?.children ?? []),
      ].filter((key) => key.includes(':problem:'))
      const [first = '', second = '', third = ''] = members
      const [unit = ''] = units
      const olx = `<library_content_v2 source_libraries='["${library}:${published}"]' library_blocks='${JSON.stringify([first, second, third])}' block_field_overrides='${JSON.stringify({ [first]: { display_name: 'Called so here' } })}'/>`
      const { usages } = await drafts.operate(context, [{ do: 'add', parent: unit, olx }])
      const [usage = ''] = usages
      await authoring.publish(context)
      units.clear()
      units.add(unit)
      await everybody()
      const key = (member: string) => `cb::${usage}::${member}`
      expect(states.has(`ann ${key(first)}`) || states.has(`ann ${key(second)}`)).toBe(true)
      await expectKept('referred to')

      await drafts.operate(library, [
        {
          do: 'edit',
          edit: { usage: first, content: {}, settings: { display_name: 'Another title' }, reset: [] },
        },
        { do: 'delete', usage: third },
      ])
      await authoring.publish(library, undefined, undefined, { name: 'Second' })
      const offered = await courseUpdates.updates(context)
      expect(offered.map(({ preview }) => preview.usage)).toContain(usage)
      const preview = await courseUpdates.preview(parseUsageKey(usage))
      expect(preview.changed.map(({ block, field, new: now }) => [block, field, now])).toContainEqual([
        first,
        'display_name',
        'Another title',
      ])
      const learnersAtThird = learners.filter((one) => states.has(`${one} ${key(third)}`)).length
      expect(preview.removed.map(({ block, learners: count }) => [block, count])).toEqual([
        [third, learnersAtThird],
      ])
      await courseUpdates.update(parseUsageKey(usage), {}, { removed: 'leave' })
      await authoring.publish(context)
      const left = [...states].filter(([whose]) => whose.endsWith(key(third)))
      for (const [whose] of left) states.delete(whose)
      await everybody()
      await expectKept('updated')

      await courseUpdates.update(parseUsageKey(usage), published ?? '')
      await authoring.publish(context)
      await expectKept('downgraded')

      const run = context.replace(/[^+]+$/, 'Copy')
      await drafts.copyRun(context, run)
      await authoring.publish(run)
      await expectKept('copied')
      const copied = (one: string) =>
        one.replaceAll(context.replace('course-v1', 'block-v1'), run.replace('course-v1', 'block-v1'))
      expect(await stateOf(site, 'ann', copied(key(first)))).not.toEqual(
        states.get(`ann ${key(first)}`) ?? 'nothing',
      )

      const archive = join(folder, `${name}.tar.gz`)
      await authoring.export(context, archive, { libraries: 'needed' })
      const elsewhere = await MadeSite.open({ author: () => true, threads: 0 })
      sites.push(elsewhere)
      await elsewhere.host.authoring.import(archive, { publish: true })
      const page = async (of: MadeSite) =>
        (await of.get(`/units/${path(unit)}`, 'cy', { accept: 'text/html' })).text()
      const shown = (text: string) =>
        [...text.matchAll(/data-usage-key="(cb::[^"]+)"/g)].map(([, one]) => one)
      expect(shown(await page(elsewhere))).toEqual(shown(await page(site)))
      expect(shown(await page(site)).length).toBeGreaterThan(1)
      expect(await page(elsewhere)).toContain('Called so here')
      await expectKept('exported')
    },
    120_000,
  )
})
