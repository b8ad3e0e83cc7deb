import type { SubsectionGrade } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { points } from './outline-page.js'
import { doneText, dueText, percent, subsectionLink, type ProgressPageParts } from './progress-parts.js'

/** Subsections that are shown without being asked for: of a course with more, sections are folded. */
const mostShown = 40

/** A section with the subsections in it. */
interface Section {
  readonly key: string
  readonly title: string
  readonly subsections: readonly SubsectionGrade[]
}

/** Each subsection with its score, how much of it is done, and its dates, by section. */
export function progressSections(parts: ProgressPageParts, address: string): SafeHtml | undefined {
  const { words, grades, opened } = parts
  const sections = sectionsOf(grades.subsections)
  if (sections.length === 0) return undefined
  const isSmall = grades.subsections.length <= mostShown
  return html`<section aria-labelledby="all-parts">
    <h2 id="all-parts">${words.say('All parts')}</h2>
    ${sections.map((one, place) =>
      isSmall || one.key === opened
        ? openSection(parts, one, place)
        : foldedSection(parts, one, place, address),
    )}
  </section>`
}

function openSection(parts: ProgressPageParts, { title, subsections }: Section, place: number): SafeHtml {
  const { words } = parts
  return html`<h3 id="part-${place}">${words.ofCourse(title)}</h3>
    <table class="figures grades-table parts" aria-labelledby="part-${place}">
      <thead>
        <tr>
          <th scope="col">${words.say('Part')}</th>
          <th scope="col" class="number">${words.say('Score')}</th>
          <th scope="col">${words.say('Completion')}</th>
          <th scope="col">${words.say('Date')}</th>
        </tr>
      </thead>
      <tbody>
        ${subsections.map((one) => row(parts, one))}
      </tbody>
    </table>`
}

function foldedSection(parts: ProgressPageParts, section: Section, place: number, address: string): SafeHtml {
  const { words } = parts
  const { key, title, subsections } = section
  const earned = subsections.reduce((sum, { points: own }) => sum + own.earned, 0)
  const possible = subsections.reduce((sum, { points: own }) => sum + own.possible, 0)
  const scores = { earned: points(words, earned), possible: points(words, possible) }
  return html`<p class="folded-part" id="part-${place}">
    <a href="${address}?open=${encodeURIComponent(key)}#part-${place}">${words.ofCourse(title)}</a>
    <span class="score">${words.say('{earned} of {possible}', scores)}</span>
  </p>`
}

function row({ words, base, now }: ProgressPageParts, one: SubsectionGrade): SafeHtml {
  const { subsection, points: own, isWithheld, completion, due, extension, override, earnedOwn } = one
  const { format, graded } = subsection
  return html`<tr>
    <th scope="row">
      ${subsectionLink({ words, base }, one)}
      ${graded && format !== undefined && html`<small>${words.ofCourse(format)}</small>`}
    </th>
    <td class="number" data-label="${words.say('Score')}">
      ${
        own.possible > 0
          ? html`<span class="score">${words.say('{earned} of {possible}', { earned: points(words, own.earned), possible: points(words, own.possible) })}</span>
              <small>${percent(words, own.earned / own.possible)}</small>`
          : !isWithheld && html`<span class="none">${words.say('No points')}</span>`
      }
      ${isWithheld && html`<small>${words.say('Some scores are not shown to you yet.')}</small>`}
      ${
        override &&
        earnedOwn &&
        html`<small>${words.say('Set by your teacher; you earned {earned} of {possible}.', { earned: points(words, earnedOwn.earned), possible: points(words, earnedOwn.possible) })}</small>`
      }
    </td>
    <td data-label="${words.say('Completion')}">${doneText(words, completion)}</td>
    <td data-label="${words.say('Date')}">
      ${due === undefined ? html`<span class="none">${words.say('No due date')}</span>` : dueText(words, due, now)}
      ${extension && html`<small>${words.say('Extended for you')}</small>`}
    </td>
  </tr>`
}

/** By what stands right below the course. */
function sectionsOf(subsections: readonly SubsectionGrade[]): readonly Section[] {
  const sections = new Map<string, { key: string; title: string; subsections: SubsectionGrade[] }>()
  for (const one of subsections) {
    const { above, node } = one.subsection
    const { key, title } = above[1] ?? node
    const section = sections.get(key) ?? { key, title, subsections: [] }
    sections.set(key, section)
    section.subsections.push(one)
  }
  return [...sections.values()]
}
