import { Prose } from './prose.js'

/** Files of OLX by path. */
export type OlxTexts = ReadonlyMap<string, string>

/** A library to make: problem `n` is the same in every library that has it. */
export interface StressLibrary {
  readonly slug: string
  readonly blocks: number
}

/** A course to make, whose units all refer to one library. */
export interface StressCourse {
  /** Tells courses apart. */
  readonly course: string
  /** Key of the library. */
  readonly library: string
  /** Version of the library that the units pin. */
  readonly version: string
  /** For each unit, which blocks of the library it refers to. */
  readonly units: readonly (readonly number[])[]
  /** Whether each unit also has a text before its problems and a video after them; true when left out. */
  readonly textAndVideo?: boolean
}

/** The stress case of the seeds has a library of 50 blocks, of which one unit shows 30. */
export const stressCase = { library: 50, shown: 30 } as const

/** Whole numbers from `first` up. */
export function numbers(count: number, first = 0): number[] {
  return Array.from({ length: count }, (_, index) => first + index)
}

/** A v2 library of multiple-choice problems. */
export function* libraryTexts({ slug, blocks }: StressLibrary): Iterable<[path: string, text: string]> {
  yield [
    'package.toml',
    `[meta]\nformat_version = 1\n\n[learning_package]\ntitle = "${slug}"\nkey = "${libraryKey(slug)}"\n`,
  ]
  for (const number of numbers(blocks)) {
    const id = blockId(number)
    const folder = `entities/xblock.v1/problem/${id}`
    yield [
      `${folder}.toml`,
      `[entity]\nkey = "xblock.v1:problem:${id}"\n\n[entity.draft]\nversion_num = 1\n\n[entity.published]\nversion_num = 1\n\n[[version]]\ntitle = "Question ${number}"\nversion_num = 1\n`,
    ]
    yield [`${folder}/component_versions/v1/block.xml`, problemXml(number)]
  }
}

/** A course of units that each refer to problems, with overrides: `html`, `library_content_v2` and `video`. */
export function courseTexts({
  course,
  library,
  version,
  units,
  textAndVideo = true,
}: StressCourse): OlxTexts {
  const verticals = units.map((blocks, unit) => {
    const prose = new Prose(1_000_000 + unit)
    const text = `<html url_name="text-${unit}" display_name="Before you begin"><h3>${prose.phrase(4)}</h3><p>${prose.sentences(4)}</p><p>${prose.sentences(5)}</p></html>`
    const video = `<video url_name="video-${unit}" display_name="A short film" youtube_id_1_0=""><source src="https://media.example/film-${unit}.mp4"/></video>`
    const keys = blocks.map((number) => `${library.replace('lib:', 'lb:')}:problem:${blockId(number)}`)
    const overrides = { max_attempts: 3, showanswer: 'attempted' }
    const byBlock = Object.fromEntries(
      keys
        .slice(0, 5)
        .map((key, index) => [key, { weight: index + 2, display_name: `Question ${index + 1}` }]),
    )
    const reference = `<library_content_v2 url_name="questions-${unit}" display_name="Questions" source_libraries='${JSON.stringify([`${library}:${version}`])}' library_blocks='${JSON.stringify(keys)}' field_overrides='${JSON.stringify(overrides)}' block_field_overrides='${JSON.stringify(byBlock)}'/>`
    const inside = textAndVideo ? `${text}${reference}${video}` : reference
    return `<vertical url_name="unit-${unit}" display_name="Unit ${unit + 1}">${inside}</vertical>`
  })
  return new Map([
    ['course.xml', `<course url_name="run" org="Bench" course="${course}"/>`],
    [
      'course/run.xml',
      `<course display_name="Stress"><chapter url_name="chapter" display_name="Chapter"><sequential url_name="part" display_name="Part">\n${verticals.join('\n')}\n</sequential></chapter></course>`,
    ],
  ])
}

export function libraryKey(slug: string): string {
  return `lib:Bench:${slug}`
}

/** Id of a problem in every library that has it. */
export function blockId(number: number): string {
  return `question-${String(number).padStart(5, '0')}`
}

/** A multiple-choice problem of about 1000 characters: a label, four or five choices, a solution and a hint. */
export function problemXml(number: number): string {
  const prose = new Prose(number)
  const right = prose.below(4)
  const choices = numbers(4 + prose.below(2)).map(
    (index) => `      <choice correct="${index === right}">${prose.phrase(3 + prose.below(6))}</choice>\n`,
  )
  return `<problem display_name="Question ${number}">
  <multiplechoiceresponse>
    <label>${prose.sentences(1)} Which ${prose.phrase(4)}?</label>
    <choicegroup type="MultipleChoice">
${choices.join('')}    </choicegroup>
    <solution>
      <div class="detailed-solution">
        <p>Explanation</p>
        <p>${prose.sentences(2 + prose.below(3))}</p>
      </div>
    </solution>
  </multiplechoiceresponse>
  <demandhint>
    <hint>${prose.sentences(1)}</hint>
  </demandhint>
</problem>
`
}

/**
 * A page that shows all its problems: what fails is fast, and must not be measured.
 * @throws Error saying what is missing
 */
export function wholePage(page: string, problems: number = stressCase.shown): string {
  const shown = page.split('class="problem-submit"').length - 1
  if (shown === problems) return page
  throw new Error(`The page lets a learner answer ${shown} problems instead of ${problems}.`)
}
