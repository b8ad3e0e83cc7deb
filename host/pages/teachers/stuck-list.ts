import { html, type SafeHtml } from '../../../runtime/index.js'
import type { StuckPlace } from '../../reports/course-report.js'
import type { ReportsPlace } from './reports-place.js'
import { learnerAddress, personName, type PeopleById } from './staff-place.js'

/** Learners that are shown at once; the others are folded. */
const shown = 10

/** Who is stuck in a course, with where: those at most problems first. */
export function stuckList(place: ReportsPlace, stuck: readonly StuckPlace[], people: PeopleById): SafeHtml {
  const { words } = place
  const byLearner = new Map<string, readonly StuckPlace[]>()
  for (const one of stuck) byLearner.set(one.learner, [...(byLearner.get(one.learner) ?? []), one])
  const learners = [...byLearner].toSorted(([, one], [, other]) => other.length - one.length)
  const list = (some: typeof learners) =>
    html`<ul class="report-stuck">${some.map(([learner, places]) => stuckItem(place, learner, places, people))}</ul>`
  const more = learners.slice(shown)
  return html`${list(learners.slice(0, shown))}
    ${more.length > 0 && html`<details class="report-fold"><summary>${words.say('{count, plural, one {# more learner} other {# more learners}}', { count: more.length })}</summary>${list(more)}</details>`}`
}

function stuckItem(
  { words, base, context }: ReportsPlace,
  learner: string,
  places: readonly StuckPlace[],
  people: PeopleById,
): SafeHtml {
  const person = people.get(learner) ?? { id: learner, name: learner, isStaff: false }
  return html`<li>${personName(person, learnerAddress(base, context, learner))}
    <ul>${places.map(
      ({ usage, title, attempts }) =>
        html`<li><a href="${base}/staff/blocks/${encodeURIComponent(usage)}?learner=${encodeURIComponent(learner)}">${words.ofCourse(title)}</a> <small>${words.say('{attempts, plural, one {# attempt} other {# attempts}}', { attempts })}</small></li>`,
    )}</ul></li>`
}
