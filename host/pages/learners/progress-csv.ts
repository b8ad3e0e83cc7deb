import { csvText, safeCell } from '../../../content/taxonomy/index.js'
import type { CourseGrades, SubsectionGrade } from '../../../lms/index.js'
import type { PageWords } from '../../words/index.js'

/** A learner's subsections as a spreadsheet: one a line, with the grade at the end where the course has one. */
export function gradesCsv(words: PageWords, { learners: [one] }: CourseGrades): string {
  const rows = (one?.subsections ?? []).map(row)
  const percent = one?.grade && [
    '',
    words.say('Grade so far'),
    '',
    String(one.grade.percent),
    '1',
    '',
    '',
    '',
  ]
  return csvText([headOf(words), ...rows, ...(percent ? [percent] : [])])
}

function headOf(words: PageWords): string[] {
  return [
    words.say('Section'),
    words.say('Part'),
    words.say('Assignment type'),
    words.say('Earned'),
    words.say('Possible'),
    words.say('Done'),
    words.say('To complete'),
    words.say('Due'),
  ]
}

function row({ subsection, points, completion, due }: SubsectionGrade): string[] {
  const section = subsection.above[1]?.title ?? ''
  return [
    safeCell(section),
    safeCell(subsection.title),
    safeCell(subsection.graded ? (subsection.format ?? '') : ''),
    String(points.earned),
    String(points.possible),
    String(completion.done),
    String(completion.blocks),
    due === undefined ? '' : new Date(due).toISOString(),
  ]
}
