import { html, type SafeHtml } from '../../../runtime/index.js'
import { courseAddress, courseHead, type CoursePlace } from './course-head.js'
import type { CutOffRow, GradingForm, TypeRow } from './grading-form.js'

/** How a course is graded, as its authors set it. */
export interface GradingParts extends CoursePlace {
  readonly form: GradingForm
  readonly mayEdit: boolean
  readonly refused?: string | undefined
}

/** Rows for further types and cut-offs. */
const further: { readonly types: readonly TypeRow[]; readonly cutOffs: readonly CutOffRow[] } = {
  types: [1, 2].map(() => ({ at: '', type: '', short: '', weight: '', number: '', drops: '' })),
  cutOffs: [{ grade: '', percent: '' }],
}

/** The form of a course's grading policy. */
export function gradingPage(parts: GradingParts): SafeHtml {
  const { words, base, context, draft, form, mayEdit, refused } = parts
  const sum = form.types.reduce((all, { weight }) => all + Number(weight), 0)
  const isWhole = Math.abs(sum - 100) < 0.01
  return html`${courseHead(parts, 'grading', { heading: words.say('Grading of {title}', { title: parts.title }), refused })}
<p>${words.say('The grade of a learner is made of assignment types. A graded subsection counts for the type that its settings name.')}</p>
${form.types.length > 0 && !isWhole && html`<p role="note" class="refused">${words.say('The weights make {percent}, not 100 %.', { percent: words.formatNumber(sum / 100, { style: 'percent', maximumFractionDigits: 2 }) })}</p>`}
<form method="post" action="${courseAddress(base, context)}/grading"><input type="hidden" name="draft" value="${draft}">
<h2>${words.say('Assignment types')}</h2>
${form.types.map((row, index) => typeRow(parts, row, index))}
${mayEdit && html`<details${form.types.length === 0 && html` open`}><summary>${words.say('Further assignment types')}</summary>${further.types.map((row, index) => typeRow(parts, row, form.types.length + index))}</details>`}
<h2>${words.say('Grades')}</h2>
<p>${words.say('Each is given from this share of all points on; the lowest is the pass mark.')}</p>
${[...form.cutOffs, ...(mayEdit ? further.cutOffs : [])].map((row, index) => cutOffRow(parts, row, index))}
${mayEdit && html`<p><small>${words.say('A row without a name is left out. Learners are graded so once you publish.')}</small></p><p class="author-actions"><button type="submit">${words.say('Save')}</button></p>`}</form>`
}

function typeRow({ words, mayEdit }: GradingParts, row: TypeRow, index: number): SafeHtml {
  const off = !mayEdit && html` disabled`
  const box = (name: keyof TypeRow, label: string, kind: 'text' | 'decimal' | 'numeric') =>
    html`<label>${label} <input name="${name}" value="${row[name]}"${kind !== 'text' && html` inputmode="${kind}" size="5" dir="ltr"`} autocomplete="off"${off}></label>`
  return html`<fieldset class="grading-row"><legend>${row.type === '' ? words.say('A further type') : words.ofCourse(row.type)}</legend><input type="hidden" name="at" value="${row.at}" id="at-${index}">
${box('type', words.say('Name'), 'text')} ${box('short', words.say('Short name'), 'text')} ${box('weight', words.say('Weight in %'), 'decimal')} ${box('number', words.say('How many'), 'numeric')} ${box('drops', words.say('Lowest dropped'), 'numeric')}</fieldset>`
}

function cutOffRow({ words, mayEdit }: GradingParts, { grade, percent }: CutOffRow, index: number): SafeHtml {
  const off = !mayEdit && html` disabled`
  return html`<fieldset class="grading-row"><legend class="unseen">${grade === '' ? words.say('A further grade') : words.ofCourse(grade)}</legend><label>${words.say('Grade')} <input name="grade" value="${grade}" id="grade-${index}" autocomplete="off"${off}></label> <label>${words.say('From, in %')} <input name="percent" value="${percent}" inputmode="decimal" size="5" dir="ltr" autocomplete="off"${off}></label></fieldset>`
}
