import { CompositorError } from '../../../runtime/index.js'
import type { Subject } from './subject.js'

/** Every view of a new block gives something, to a learner, to staff and to a visitor. */
export async function showsDefaults(subject: Subject): Promise<void> {
  const { type } = subject
  if (type.views.size === 0) subject.fail('it has no view; mark a method with @view.')
  for (const draft of subject.drafts) {
    for (const name of type.views.keys()) {
      const runtime = subject.runtime()
      const placed = subject.add(runtime, draft)
      for (const person of [runtime.learner('ada'), runtime.staff(), runtime.anonymous()]) {
        try {
          await (subject.pageViews.includes(name) ? person.show(placed, name) : person.data(placed, name))
        } catch (thrown) {
          const { message } = CompositorError.from(thrown, 'block-failed')
          subject.fail(`view '${name}' failed for '${person.id}': ${message}`)
        }
      }
    }
  }
}

/** Showing the same block again, on another day and with other luck, gives the same page. */
export async function showsTheSameAgain(subject: Subject): Promise<void> {
  const days = [
    { now: Date.UTC(2001, 1, 3, 4, 5, 6), random: 0.125 },
    { now: Date.UTC(2031, 9, 8, 7, 6, 5), random: 0.875 },
  ]
  for (const draft of subject.drafts) {
    const pages: string[] = []
    for (const { now, random } of days) {
      pages.push(await withGlobals(now, random, () => pagesOf(subject, draft)))
    }
    if (pages[0] !== pages[1]) {
      subject.fail(
        `two renders of the same block differ: ${difference(pages[0] ?? '', pages[1] ?? '')}. Take the time from Clock and chance from Random.`,
      )
    }
  }
}

/** What one learner did does not show to the next, unless its field is of all learners. */
export async function keepsLearnersApart(subject: Subject): Promise<void> {
  for (const draft of subject.drafts) {
    for (const view of subject.pageViews) {
      const fresh = subject.runtime()
      const alone = await fresh.learner('bob').show(subject.add(fresh, draft), view)
      const used = subject.runtime()
      const placed = subject.add(used, draft)
      subject.store(used, placed, used.learner('ada'), ownStateOf(subject))
      await used.learner('ada').show(placed, view)
      const after = await used.learner('bob').show(placed, view)
      if (after.html !== alone.html) {
        subject.fail(
          `view '${view}' shows one learner what another did: ${difference(alone.html, after.html)}.`,
        )
      }
    }
  }
}

/** The state that belongs to one learner alone. */
function ownStateOf({ type, options }: Subject): object {
  const own = new Set(type.fields.filter(({ scope }) => scope.user === 'one').map(({ name }) => name))
  return Object.fromEntries(Object.entries(options.state ?? {}).filter(([name]) => own.has(name)))
}

async function pagesOf(subject: Subject, draft: Subject['drafts'][number]): Promise<string> {
  const runtime = subject.runtime()
  const placed = subject.add(runtime, draft)
  const learner = runtime.learner('ada')
  const pages: string[] = []
  for (const view of subject.pageViews) pages.push((await learner.show(placed, view)).html)
  return pages.join('\n')
}

async function withGlobals<T>(now: number, random: number, work: () => Promise<T>): Promise<T> {
  const { Date: RealDate } = globalThis
  const realRandom = Math.random
  globalThis.Date = class extends RealDate {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [now] : given) as [number]))
    }
    static override now(): number {
      return now
    }
  } as DateConstructor
  Math.random = () => random
  try {
    return await work()
  } finally {
    globalThis.Date = RealDate
    Math.random = realRandom
  }
}

/** The first place where two pages differ, with a little around it. */
export function difference(one: string, other: string): string {
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  const from = Math.max(0, at - 20)
  return `'…${one.slice(from, at + 40)}…' and '…${other.slice(from, at + 40)}…'`
}
