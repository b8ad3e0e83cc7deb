import type { PublishedContext } from '../../compositor/index.js'
import { progressTogether, type CourseTrail, type Learner } from '../../lms/index.js'
import { CompositorError } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { htmlResponse, type HostRequest } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { nextStep } from '../next-step.js'
import { homePage, layout, type CardList, type HomeCard } from '../pages/index.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'visitors'>

/** Courses that one page shows of those that somebody has begun, and of others. */
const mostCards = { begun: 12, others: 24, beside: 12 }

/** Courses that are looked through for those that somebody has begun and may still see. */
const mostTrails = 50

const isPathway = (context: string) => context.startsWith('lx-pathway:')
const isLibrary = (context: string) => /^lib(?:rary-v1)?:/.test(context)
const isCourse = (context: string) => !isPathway(context) && !isLibrary(context)

/** Where somebody begins: what they may learn. */
export function homeRoutes(host: Parts): RouteTable {
  const { base, client, courseware, visitors } = host

  const begun = async (request: HostRequest, person: Learner): Promise<Map<string, HomeCard>> => {
    const cards = new Map<string, HomeCard>()
    for (const [context, trail] of await courseware.trails(person, mostTrails)) {
      if (cards.size >= mostCards.begun) break
      const visit = await visitors.listed(request, person, context)
      if (visit) cards.set(context, await begunCard(courseware, visit, trail))
    }
    return cards
  }

  return {
    'GET /': async (request) => {
      const person = visitors.learnerOf(request)
      const words = visitors.wordsOf(person)
      const { query } = request
      const find = query.get('find')?.trim().slice(0, 200) ?? ''
      const named = find.toLocaleLowerCase()
      const isNamed = (title: string) => title.toLocaleLowerCase().includes(named)
      const isFirst = !query.has('after') && !query.has('pathways') && !query.has('libraries')
      const own =
        isFirst && find === ''
          ? await begun(request, person).catch(whileAway(new Map<string, HomeCard>()))
          : new Map<string, HomeCard>()
      const list = async (
        name: 'after' | 'pathways' | 'libraries',
        isOfKind: (context: string) => boolean,
        most: number,
      ): Promise<CardList> => {
        if (!isFirst && !query.has(name)) return { cards: [] }
        if (find !== '' && name !== 'after') return { cards: [] }
        const { visits, next } = await visitors.someVisits(request, person, {
          after: query.get(name) ?? '',
          most,
          isWanted: (context) => isOfKind(context) && !own.has(context),
          isShown: ({ publication }) => isNamed(publication.title),
        })
        const cards = await Promise.all(visits.map((visit) => otherCard(courseware, visit)))
        const address = new URLSearchParams({ ...(find !== '' && { find }), [name]: next ?? '' })
        return { cards, ...(next !== undefined && { more: `${base}/?${address.toString()}` }) }
      }
      const courses = await list('after', isCourse, mostCards.others)
      const content = homePage({
        words,
        base,
        now: courseware.options.now(),
        begun: [...own.values()],
        courses,
        pathways: await list('pathways', isPathway, mostCards.beside),
        libraries: await list('libraries', isLibrary, mostCards.beside),
        search: find !== '' || courses.more !== undefined || query.has('after') ? find : undefined,
        isAuthor: visitors.isAuthor(request, person),
      })
      const learner = visitors.bar(person, `${base}/`)
      return htmlResponse(
        layout({ title: words.say('Courses'), base, client, content, learner, words, width: 'wide' }),
      )
    },
  }
}

/** Who cannot be told how far they are is told what there is. */
function whileAway<T>(instead: T): (thrown: unknown) => T {
  return (thrown) => {
    if (thrown instanceof CompositorError && thrown.code === 'store-unavailable') return instead
    throw thrown
  }
}

interface Visit {
  readonly learner: Learner
  readonly published: PublishedContext
}

async function begunCard(
  courseware: Parts['courseware'],
  { learner, published }: Visit,
  trail: CourseTrail,
): Promise<HomeCard> {
  const next = await nextStep(courseware, published, learner, trail)
  const due = await courseware.nextDue(published, learner)
  const activities = await courseActivities(courseware, { learner, published }, trail)
  return { ...factsOf(published), activities, next, due }
}

/** Courses with no more units than this are counted unit by unit; of others it is what was kept of them. */
const mostCounted = 24

async function courseActivities(
  courseware: Parts['courseware'],
  { learner, published }: Visit,
  { done }: CourseTrail,
): Promise<HomeCard['activities']> {
  const { root, publication } = published
  if (publication.unitCount <= mostCounted) {
    const units = await courseware.unitsFrom(published, learner, undefined, mostCounted)
    const keys = units.map(({ key }) => key)
    const { completion } = progressTogether(
      (await courseware.standing(published, keys, learner)).units.values(),
    )
    return { done: Math.floor(completion.done), total: completion.blocks }
  }
  const total = root.contents?.activities
  const count = Object.values(done).reduce((sum, one) => sum + one, 0)
  return total === undefined ? undefined : { done: Math.min(count, total), total }
}

async function otherCard(courseware: Parts['courseware'], { learner, published }: Visit): Promise<HomeCard> {
  const facts = factsOf(published)
  const next = nextStep(courseware, published, learner, undefined)
  return next.then((found) => ({ ...facts, next: found })).catch(whileAway(facts))
}

function factsOf({ publication, root }: PublishedContext): HomeCard {
  const { context, title, unitCount } = publication
  return { context, title, units: root.contents?.units ?? unitCount, seconds: root.contents?.seconds }
}
