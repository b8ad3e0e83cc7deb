import { createHash } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { libraryWith } from '../content/migrate/made-store.js'
import { MadeSite } from './made-site.js'
import type { DraftOperation } from '../../content/index.js'
import { ContextualKey, parseUsageKey, type UsageKey } from '../../runtime/index.js'

/** Seeds that are run; `SEEDS=7,8` runs others. */
const seeds = (process.env['SEEDS'] ?? '1,2').split(',').map(Number)
const steps = Number(process.env['STEPS'] ?? 30)
const [library, course, old] = ['lib:O:L', 'course-v1:O+C+R', 'library-v1:O+V']
const learners = ['ann', 'bob', 'cy']
const units = ['u', 'w'].map((id) => `block-v1:O+C+R+type@vertical+block@${id}`)
const lb = (id: string, type = 'problem') => `lb:O:L:${type}:${id}`
const inCourse = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const problem = (id: string) =>
  `<problem display_name="${id}"><numericalresponse answer="1"><label>One?</label><formulaequationinput/></numericalresponse></problem>`

/** What authors do oftener than all else. */
const often = [
  'publish the library',
  'update or downgrade one',
  'update everything',
  'rename',
  ...Array<string>(7).fill('publish'),
]

/** What a learner did at a problem, as the model knows it. */
interface Work {
  readonly attempts: number
  readonly answer: string
  readonly earned: number
}

/**
 * What is known of everybody's work apart from the host: blocks are told apart by names of their own, whatever their keys are. The name of a
 * library block in a course is that of the reference and its key in the library.
 */
class Model {
  readonly work = new Map<string, Work>()
  /** Names of the course's own blocks by their keys: in the draft, as it was published, and of each version of the log. */
  draft = new Map<string, string>()
  published = new Map<string, string>()
  readonly versions = new Map<number, ReadonlyMap<string, string>>()
  #names = 0

  made(key: string): void {
    this.draft.set(key, `n${this.#names++}`)
  }

  nameOf(key: string): string {
    const parsed = parseUsageKey(key)
    const own = (usage: UsageKey) => this.published.get(usage.toString()) ?? `unknown ${usage.toString()}`
    return parsed instanceof ContextualKey
      ? `${own(parsed.usage)} ${parsed.definition.toString()}`
      : own(parsed)
  }

  workOf(learner: string, key: string): Work | undefined {
    return this.work.get(`${learner} ${this.nameOf(key)}`)
  }

  did(learner: string, key: string, answer: string): void {
    const { attempts } = this.workOf(learner, key) ?? { attempts: 0 }
    const earned = answer === '1' ? 1 : 0
    this.work.set(`${learner} ${this.nameOf(key)}`, { attempts: attempts + 1, answer, earned })
  }
}

/** Numbers from 0 to 1, the same for one seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** The id that a copy of a block of the older library has in the course's bank, as the incumbent derives it. */
const copyOf = (id: string) =>
  createHash('sha1').update(`b'library-v1:O+V+branch@library':${id}:old`).digest('hex').slice(0, 20)

const path = (text: string) => encodeURIComponent(text)

/** Problems that a learner is shown, each with the name of its input. */
async function shown(site: MadeSite, learner: string, run = 'R'): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const unit of units.map((one) => one.replace('+R+', `+${run}+`))) {
    const page = await (await site.get(`/units/${path(unit)}`, learner, { accept: 'text/html' })).text()
    for (const part of page.split('data-usage-key="').slice(1)) {
      const key = part.slice(0, part.indexOf('"')).replaceAll('&amp;', '&').replaceAll('&#39;', "'")
      const [, input] = /name="(input_[^"]+)"/.exec(part) ?? []
      if (input !== undefined && key.includes('problem')) found.set(key, input)
    }
  }
  return found
}

/** Whether all that is shown to everybody is theirs, and their totals are right. */
async function check(
  site: MadeSite,
  model: Model,
  when: string,
  asked: readonly string[] = learners,
): Promise<void> {
  for (const learner of asked) {
    const problems = await shown(site, learner)
    let [earned, possible] = [0, 0]
    for (const key of problems.keys()) {
      const answer = await site.get(`/blocks/${path(key)}/views/student_view_user_state`, learner)
      const state = (await answer.json()) as { attempts?: number; student_answers?: Record<string, string> }
      const work = model.workOf(learner, key)
      const typed = Object.values(state.student_answers ?? {})[0]
      expect([when, learner, key, state.attempts ?? 0, typed]).toEqual([
        when,
        learner,
        key,
        work?.attempts ?? 0,
        work?.answer,
      ])
      earned += work?.earned ?? 0
      possible++
    }
    const { score } = (await (await site.get(`/progress/${path(course)}`, learner)).json()) as {
      score: { earned: number; possible: number }
    }
    expect([when, learner, score.earned, score.possible]).toEqual([when, learner, earned, possible])
  }
}

describe('what learners did', () => {
  const sites: MadeSite[] = []
  afterAll(() => Promise.all(sites.map((site) => site.close())))

  it.each(seeds)(
    'stays theirs whatever authors do, and totals are right: seed %i',
    async (seed) => {
      const chance = numbers(seed)
      const pick = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T
      const site = await MadeSite.open({ author: () => true, threads: 0 })
      sites.push(site)
      const { drafts, content, courseUpdates, authoring } = site.host
      const unit =
        '[entity]\nkey = "k"\n[entity.published]\nversion_num = 1\n[entity.container.unit]\n[[version]]\ntitle = "K"\nversion_num = 1\n[version.container]\nchildren = ["xblock.v1:problem:a", "xblock.v1:problem:b"]\n'
      const ids = ['a', 'b', 'c', 'd', 'e']
      const firstFiles = libraryWith(Object.fromEntries(ids.map((id) => [`problem/${id}`, problem(id)])), {
        'entities/k.toml': unit,
      })
      const first = await site.publish(firstFiles)
      /** What learners were shown since the course was last published. */
      const lastShown = new Map<string, readonly string[]>()
      const pin = `source_libraries='["${library}:${first.version}"]'`
      await site.publish({
        'library.xml': `<library org="O" library="V">${['m', 'n', 'o'].map((id) => problem(id).replace('<problem', `<problem url_name="${id}"`)).join('')}</library>`,
      })
      const pool = (...keys: string[]) => `'${JSON.stringify(keys)}'`
      await site.publish({
        'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u"><problem url_name="own" display_name="own"><numericalresponse answer="1"><label>One?</label><formulaequationinput/></numericalresponse></problem><library_content_v2 url_name="r" ${pin} library_blocks=${pool(lb('a'), lb('k', 'unit'), lb('c'))}/></vertical><vertical url_name="w"><randomized url_name="named" count="2" reference_group="g" ${pin} pool=${pool(lb('b'), lb('c'), lb('d'))}/><randomized url_name="whole" count="2" reference_group="g" different_from_last="true" ${pin}/><library_content url_name="old" max_count="2" source_library_id="${old}">${['m', 'n', 'o'].map((id) => problem(id).replace('<problem', `<problem url_name="${copyOf(id)}"`)).join('')}</library_content></vertical></sequential></chapter></course>`,
      })
      const model = new Model()
      for (const id of ['m', 'n', 'o']) model.made(inCourse('problem', copyOf(id)))
      for (const [type, id] of [
        ['problem', 'own'],
        ['library_content_v2', 'r'],
        ['randomized', 'named'],
        ['randomized', 'whole'],
        ['library_content', 'old'],
      ] as const)
        model.made(inCourse(type, id))
      model.published = new Map(model.draft)
      const note = async () => {
        const { entry } = await content.entry(course, 'draft')
        model.versions.set(entry.number, new Map(model.draft))
      }
      await note()
      let made = 0
      /** What components of the library are called by now, by what they were. */
      const libraryIds = new Map(ids.map((id) => [id, id]))
      const versions = [first.version]
      const operate = async (context: string, operation: DraftOperation) => {
        const { usages } = await drafts.operate(context, [operation])
        return usages[0] ?? ''
      }
      const drop = (key: string) => model.draft.delete(key)
      const publish = async () => {
        await authoring.publish(course)
        model.published = new Map(model.draft)
      }
      const references = () => [...model.draft.keys()].filter((key) => !key.includes('@problem'))
      const authors: Readonly<Record<string, () => Promise<unknown>>> = {
        'edit in the library': () =>
          operate(library, {
            do: 'edit',
            edit: {
              usage: lb(libraryIds.get(pick(ids)) ?? ''),
              content: {},
              settings: { display_name: `T${made++}` },
              reset: [],
            },
          }),
        'add to the library': () =>
          operate(library, {
            do: 'add',
            parent: library,
            olx: problem('new').replace('<problem', `<problem url_name="x${made++}"`),
          }),
        'delete in the library': () => operate(library, { do: 'delete', usage: lb(pick(['d', 'e'])) }),
        'restore in the library': () => operate(library, { do: 'restore', usage: lb(pick(['d', 'e'])) }),
        'rename in the library': async () => {
          const id = pick(['a', 'b', 'c'])
          const renamed = await operate(library, {
            do: 'rename',
            usage: lb(libraryIds.get(id) ?? id),
            urlName: `y${made++}`,
          })
          libraryIds.set(id, parseUsageKey(renamed).blockId)
        },
        'publish the library': async () => {
          await authoring.publish(library, undefined, undefined, { name: `V${made++}` })
          versions.push((await drafts.head(library)).published ?? '')
        },
        'update everything': () => courseUpdates.updateMany(course, { removed: 'leave' }),
        'update or downgrade one': () =>
          courseUpdates.update(
            parseUsageKey(pick(references())),
            { [library]: pick(versions) },
            { removed: 'leave' },
          ),
        'decline everything': () => courseUpdates.decline(course),
        duplicate: async () =>
          model.made(await operate(course, { do: 'duplicate', usage: pick([...model.draft.keys()]) })),
        paste: async () =>
          model.made(
            await operate(course, { do: 'paste', usage: pick([...model.draft.keys()]), parent: pick(units) }),
          ),
        move: () =>
          operate(course, {
            do: 'move',
            usage: pick([...model.draft.keys()]),
            parent: pick(units),
            index: 0,
          }),
        rename: async () => {
          const usage = pick([...model.draft.keys()])
          const name = model.draft.get(usage) ?? ''
          const now = await operate(course, { do: 'rename', usage, urlName: `renamed${made++}` })
          drop(usage)
          model.draft.set(now, name)
        },
        'delete and restore': async () => {
          const usage = pick([...model.draft.keys()])
          await operate(course, { do: 'delete', usage })
          if (chance() < 0.5) await publish().then(() => model.published.delete(usage))
          await operate(course, { do: 'restore', usage })
        },
        revert: async () => {
          const number = pick([...model.versions.keys()])
          await content.revert(course, String(number))
          model.draft = new Map(model.versions.get(number))
        },
        'copy the run': async () => {
          const run = `R${made++}`
          await drafts.copyRun(course, `course-v1:O+C+${run}`)
          await authoring.publish(`course-v1:O+C+${run}`)
          const learner = pick(learners)
          // Nothing is done there yet, and what is done there stays there.
          for (const [key, input] of await shown(site, learner, run)) {
            const address = `/blocks/${path(key)}`
            const { attempts = 0 } = (await (
              await site.get(`${address}/views/student_view_user_state`, learner)
            ).json()) as { attempts?: number }
            expect([run, key, attempts]).toEqual([run, key, 0])
            await site.post(`${address}/handlers/problem_check`, { [input]: '1' }, learner)
          }
        },
        'migrate the older library': () => site.host.migrations.migrate(old, { to: 'lib:O:V2' }),
        'switch between drawn and fixed': async () => {
          const usage = pick(references())
          const random = !usage.includes('randomized')
          const change = { random, ...(random && { count: 1 + Math.floor(chance() * 3) }) }
          const { usage: now } = await site.host.references.configure(parseUsageKey(usage), change)
          const name = model.draft.get(usage) ?? ''
          drop(usage)
          model.draft.set(now.toString(), name)
        },
        override: async () => {
          const block = chance() < 0.5 ? {} : { block: lb(pick(['a', 'b', 'c'])) }
          const change = { ...block, set: { display_name: `O${made++}`, showanswer: 'never' } }
          const usage = parseUsageKey(pick(references()))
          await drafts.operate(course, [
            await site.host.overrides.step(usage, chance() < 0.3 ? [] : [change], chance() < 0.3),
          ])
        },
        'restore a version of the library': () => content.revert(library, pick(versions)),
        'import the library again': () =>
          site.publish(firstFiles, {
            publish: chance() < 0.5,
            edits: pick(['replace', 'keep', 'merge'] as const),
          }),
        'paste a linked copy': async () =>
          model.made(
            await operate(course, {
              do: 'paste',
              usage: lb(libraryIds.get(pick(ids)) ?? ''),
              parent: pick(units),
            }),
          ),
        'archive or restore the library': () =>
          chance() < 0.3
            ? site.host.siteLibraries.archive(library)
            : site.host.siteLibraries.restore(library),
        'erase a learner': async () => {
          const id = pick(learners)
          await site.host.courseware.staff.eraseLearner(site.host.learner(id))
          for (const key of model.work.keys()) if (key.startsWith(`${id} `)) model.work.delete(key)
          lastShown.delete(id)
        },
        policy: async () => {
          const { policies } = site.host
          const settings = { showanswer: pick(['always', 'never']) }
          await drafts.operate(
            course,
            await policies.set(course, 'rule', { settings, formats: [], dated: [] }),
          )
          await drafts.operate(
            course,
            await policies.apply(course, 'rule', [pick(references())], chance() < 0.7),
          )
        },
        publish: publish,
      }
      await check(site, model, `seed ${seed}, at the beginning`)
      const log: string[] = []
      for (let step = 0; step < steps; step++) {
        const deed = pick([...Object.keys(authors), ...often])
        try {
          await authors[deed]?.()
          log.push(deed)
        } catch (thrown) {
          log.push(`${deed}: ${String((thrown as { code?: string }).code ?? thrown)}`)
          if (!('code' in (thrown as object))) throw thrown
        }
        await note()
        const learner = pick(learners)
        const problems = [...(await shown(site, learner))]
        const keys = problems.map(([key]) => key)
        if (deed === 'publish' || deed === 'delete and restore') lastShown.clear()
        else
          expect([log.at(-1), learner, ...keys]).toEqual([
            log.at(-1),
            learner,
            ...(lastShown.get(learner) ?? keys),
          ])
        lastShown.set(learner, keys)
        if (problems.length > 0) {
          const [key, input] = pick(problems)
          const answer = chance() < 0.5 ? '1' : String(100 + step)
          const sent = await site.post(
            `/blocks/${path(key)}/handlers/problem_check`,
            { [input]: answer },
            learner,
          )
          expect([sent.status, key]).toEqual([200, key])
          model.did(learner, key, answer)
        }
        if (deed === 'publish')
          await check(site, model, `seed ${seed}, after ${log.join('; ')}`, [pick(learners)])
      }
      await publish()
      await check(site, model, `seed ${seed}, after ${log.join('; ')}`)
    },
    120_000,
  )
})
