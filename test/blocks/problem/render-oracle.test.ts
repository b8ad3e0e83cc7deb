import { existsSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import {
  checkedByScripts,
  compileProblem,
  drawnProblem,
  gradeProblem,
  renderProblem,
  type Answers,
} from '../../../blocks/problem/engine.js'
import { PythonScripts } from '../../../python/index.js'
import { comparable, withoutEntities } from './problems.js'

/** Structure of the incumbent's pages; see the README beside the file. */
const oracle = new URL('../../../../shared/oracles/capa-render.json', import.meta.url)

interface Structure {
  readonly controls: readonly Record<string, unknown>[]
  readonly labels: readonly string[]
  readonly legends: readonly string[]
  readonly descriptions: readonly string[]
  readonly status: readonly (readonly string[])[]
  readonly responses: readonly string[]
  readonly answer_spans: readonly string[]
  readonly solution_spans: readonly string[]
}

interface Case {
  readonly id: string
  readonly seed: number
  readonly xml: string | null
  readonly answers?: Answers
  readonly unanswered?: Structure
  readonly graded?: Structure
}

function attributesOf(tag: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(tag.matchAll(/ ([a-z-]+)="([^"]*)"/g), ([, name, value]) => [
      name ?? '',
      withoutEntities(value ?? ''),
    ]),
  )
}

/** Texts of the elements that a pattern's first group finds. */
function texts(html: string, pattern: RegExp): string[] {
  return Array.from(html.matchAll(pattern), ([, text]) => comparable((text ?? '').replace(/<[^>]*>/g, '')))
}

function ids(html: string, prefix: string): string[] {
  return Array.from(html.matchAll(new RegExp(` id="(${prefix}_[^"]*)"`, 'g')), ([, id]) => id ?? '')
}

/** The same facts, read from our page. */
function structureOf(html: string): Structure {
  const controls = Array.from(html.matchAll(/<(input|select)\b[^>]*>/g), ([tag, name]) => {
    const { type, id, name: posted, value, 'aria-describedby': described } = attributesOf(tag)
    return {
      tag: name,
      type,
      id,
      name: posted,
      value,
      ...(type === 'text' && { aria: described }),
      ...(/ checked\b/.test(tag) && { checked: true }),
    }
  })
  return {
    controls,
    labels: [
      ...texts(html, /<label\b[^>]*>(.*?)<\/label>/gs),
      // The label of a group of inputs is no <label> at the incumbent's.
      ...texts(html, /<div class="question-label"(?![^>]* id="multiinput)[^>]*>(.*?)<\/div>/gs),
    ],
    legends: texts(html, /<legend\b[^>]*>(.*?)<\/legend>/gs),
    descriptions: texts(html, /class="question-description"[^>]*>(.*?)<\//gs),
    status: Array.from(html.matchAll(/class="(status [^"]*)" id="([^"]*)"/g), ([, name, id]) => [
      name ?? '',
      id ?? '',
    ]),
    responses: Array.from(
      html.matchAll(/class="problem-response[^>]* aria-label="([^"]*)"/g),
      ([, name]) => name ?? '',
    ),
    answer_spans: ids(html, 'answer'),
    solution_spans: ids(html, 'solution'),
  }
}

describe.skipIf(!existsSync(oracle))('problem pages, against the structure of the incumbent’s', () => {
  const cases = existsSync(oracle) ? (JSON.parse(readFileSync(oracle, 'utf8')) as Case[]) : []
  const xmlOf = (item: Case) =>
    item.xml ?? cases.find(({ id, xml }) => xml && id.split('#')[0] === item.id.split('#')[0])?.xml ?? ''
  const runner = PythonScripts.available() ? new PythonScripts() : undefined
  afterAll(() => runner?.close())
  const scripting = { runner, context: 'c', id: 'p', anonymousId: '' }
  const supported = cases.filter((item) => runner || !xmlOf(item).includes('customresponse'))
  const drawn = (item: Case) => drawnProblem(compileProblem(xmlOf(item)), xmlOf(item), item.seed, scripting)

  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
  const facts = ({ controls, labels, legends, descriptions, status, responses, ...spans }: Structure) => ({
    controls,
    labels: labels.map(oneLine),
    legends: legends.map(oneLine),
    descriptions: descriptions.map(oneLine),
    status,
    responses,
    answer_spans: spans.answer_spans,
    solution_spans: spans.solution_spans,
  })

  it.each(supported.filter(({ unanswered }) => unanswered))(
    '$id: the same controls before an answer',
    async (item) => {
      const html = renderProblem(await drawn(item), { id: 'p', seed: item.seed })
      expect(structureOf(html)).toEqual(item.unanswered && facts(item.unanswered))
    },
  )

  it.each(supported.filter(({ graded }) => graded))('$id: the same controls after grading', async (item) => {
    const problem = await drawn(item)
    const { answers = {}, seed } = item
    const checked = await checkedByScripts(problem, { answers, seed }, scripting)
    const { correctMap } = gradeProblem(problem, { answers, seed, checked })
    const html = renderProblem(problem, { id: 'p', seed, state: { answers, correctMap } })
    expect(structureOf(html)).toEqual(item.graded && facts(item.graded))
  })
})
