import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinedLines } from '../../../blocks/problem/markup/joined-lines.js'
import { compileProblem, gradeProblem, type CompiledProblem } from '../../../blocks/problem/engine.js'
import { markdownToXml } from '../../../blocks/problem/markdown/markdown-to-xml.js'
import { parseXml } from '../../../runtime/olx/index.js'

/** The content of the converted problem, without line breaks. */
const converted = (markdown: string) =>
  markdownToXml(markdown)
    .replaceAll('\n', '')
    .replace(/^<problem>|<\/problem>$/g, '')

describe('choices in the simple editor’s dialect', () => {
  it('are radio buttons with round brackets', () => {
    expect(converted('>>Which?||Pick one.<<\n( ) Fox\n(x) Hedgehog {{It sleeps.}}')).toBe(
      '<multiplechoiceresponse><label>Which?</label><description>Pick one.</description>' +
        '<choicegroup type="MultipleChoice"><choice correct="false">Fox</choice>' +
        '<choice correct="true">Hedgehog<choicehint>It sleeps.</choicehint></choice></choicegroup></multiplechoiceresponse>',
    )
  })

  it('may be shuffled, with some that stay', () => {
    expect(converted('(!x) a\n( ) b\n(@) c\n(x@) d')).toBe(
      '<multiplechoiceresponse><choicegroup type="MultipleChoice" shuffle="true"><choice correct="true">a</choice>' +
        '<choice correct="false">b</choice><choice correct="false" fixed="true">c</choice>' +
        '<choice correct="true" fixed="true">d</choice></choicegroup></multiplechoiceresponse>',
    )
  })

  it('are checkboxes with square ones, with feedback for each state and for combinations', () => {
    expect(converted('[x] 2 {{ selected: Yes.}, {U: Well:: No.}}\n[ ] 3\n\n{{ ((A B)) Both? }}')).toBe(
      '<choiceresponse><checkboxgroup><choice correct="true">2<choicehint selected="true">Yes.</choicehint>' +
        '<choicehint selected="false" label="Well">No.</choicehint></choice><choice correct="false">3</choice>' +
        '<compoundhint value="A B">Both?</compoundhint></checkboxgroup></choiceresponse>',
    )
  })

  it('may hold any other sign in their brackets, which means nothing', () => {
    expect(converted('(a) one\n(-X) two')).toBe(
      '<multiplechoiceresponse><choicegroup type="MultipleChoice"><choice correct="false">one</choice>' +
        '<choice correct="true">two</choice></choicegroup></multiplechoiceresponse>',
    )
    expect(converted('[*] one\n[X] two')).toBe(
      '<choiceresponse><checkboxgroup><choice correct="false">one</choice><choice correct="true">two</choice>' +
        '</checkboxgroup></choiceresponse>',
    )
  })

  it('are a dropdown with double ones, in one line or several', () => {
    expect(converted('[[ice, (steam), fog {{no, not}}]]')).toBe(
      '<optionresponse><optioninput><option correct="false">ice</option><option correct="true">steam</option>' +
        '<option correct="false">fog<optionhint>no, not</optionhint></option></optioninput></optionresponse>',
    )
    expect(converted('[[\n  ice {{Cold::It melts.}}\n  (steam, hot)\n]]')).toBe(
      '<optionresponse><optioninput><option correct="false">ice<optionhint label="Cold">It melts.</optionhint></option>' +
        '<option correct="true">steam, hot</option></optioninput></optionresponse>',
    )
  })
})

describe('answers to type in the simple editor’s dialect', () => {
  it('are texts, with further right and wrong ones', () => {
    expect(converted('= oak {{A tree.}}\nor= elm\n\nnot= rose {{A flower.}}')).toBe(
      '<stringresponse answer="oak" type="ci"><correcthint>A tree.</correcthint><additional_answer answer="elm">' +
        '</additional_answer><stringequalhint answer="rose">A flower.</stringequalhint><textline size="20"/></stringresponse>',
    )
    expect(converted('=| oaks?')).toContain('answer="oaks?" type="ci regexp"')
    expect(converted('s= 5')).toContain('<stringresponse answer="5"')
  })

  it('are texts where they only begin with a number', () => {
    expect(converted('= 5 apples')).toContain('<stringresponse answer="5 apples"')
    expect(converted('= 3rd')).toContain('<stringresponse answer="3rd"')
  })

  it('stand at the start of their line', () => {
    expect(converted('Here a = b\n  = 5')).toBe('<p>Here a = b</p><p>= 5</p>')
  })

  it.each([
    ['= 5', 'answer="5"><formula'],
    ['= 5 * 2 +- 1 %', 'answer="5*2"><responseparam type="tolerance" default="1%"/>'],
    ['= 10*i', 'answer="10*i"><formula'],
    [
      '= 4\nor= four\nor= 5 +- 1\nor= [1,2]\nor= 6',
      'answer="4"><additional_answer answer="6"></additional_answer><f',
    ],
    ['= 5 +- 2%', 'answer="5"><responseparam type="tolerance" default="2%"/>'],
    ['= 9.3*10^7 +- .1', 'answer="9.3*10^7"><responseparam type="tolerance" default=".1"/>'],
    ['= [1,5)', 'answer="[1,5)"><formula'],
    ['= 4 {{Yes.}}\nor= 5', 'answer="4"><correcthint>Yes.</correcthint><additional_answer answer="5">'],
  ])('are numbers: %s', (markdown, xml) => {
    expect(converted(markdown)).toContain(`<numericalresponse ${xml}`)
  })
})

describe('texts in the simple editor’s dialect', () => {
  it('are paragraphs, headings, code, hints and explanations', () => {
    expect(
      converted(
        'Weather\n==\nIt <b>rains</b>.\nA & B < C\n[code]\nif (a < b)\n[/code]\n= 1\n||Look up.||\n[explanation]\nWet.\n\nVery.\n[explanation]',
      ),
    ).toBe(
      '<h3 class="hd hd-2 problem-header">Weather</h3><p>It <b>rains</b>.</p><p>A &amp; B &lt; C</p>' +
        '<pre><code>if (a &lt; b)</code></pre><numericalresponse answer="1"><formulaequationinput/></numericalresponse>' +
        '<solution><div class="detailed-solution"><p>Explanation</p><p>Wet.</p><p>Very.</p></div></solution>' +
        '<demandhint><hint>Look up.</hint></demandhint>',
    )
  })

  it('part questions with a line of dashes, each with its label', () => {
    const xml = converted('>>A?<<\n= 1\n---\n>>B?<<\n(x) b\n\n>>Nothing to answer<<')
    expect(xml).toBe(
      '<numericalresponse answer="1"><label>A?</label><formulaequationinput/></numericalresponse><hr/>' +
        '<multiplechoiceresponse><label>B?</label><choicegroup type="MultipleChoice"><choice correct="true">b</choice>' +
        '</choicegroup></multiplechoiceresponse><p>Nothing to answer</p>',
    )
  })

  it('keep HTML blocks that are well-formed', () => {
    expect(converted('<ul>\n<li>a</li>\n</ul>\n\n<ul> b')).toBe('<ul><li>a</li></ul><p>&lt;ul&gt; b</p>')
  })

  it('are never refused, whatever they are', () => {
    const piece = fc.constantFrom(
      '(x)',
      '[x]',
      '[[',
      ']]',
      '{{',
      '}}',
      '=',
      'or=',
      '||',
      '>>',
      '<<',
      '---',
      '===',
      '[code]',
      '[/code]',
      '[explanation]',
      '<b>',
      '&',
      '\n',
      'a',
      ' ',
      ',',
      '5',
      '((A))',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 40 }).map((all) => all.join('')),
          fc.string(),
        ),
        (text) => {
          expect(parseXml(markdownToXml(text)).name).toBe('problem')
        },
      ),
    )
  })

  it('take time in step with their length', () => {
    for (const piece of ['{{', '[code]', '[[\n', '>>', '||', '(x) a\n', '<b>\n', '= 5\n\n']) {
      expect(markdownToXml(piece.repeat(2000)).length).toBeGreaterThan(0)
    }
  }, 5000)
})

describe('a long text', () => {
  it.each<[what: string, markdown: string]>([
    ['a hint with a hole in it', `(x) a {{ b${' '.repeat(150_000)}c }}`],
    ['hints in a dropdown that never end', `[[${'{{ a, '.repeat(25_000)}(b)]]`],
    ['very many wrong answers, each with a hint', `= a\n${'not= b {{c}}\n'.repeat(12_000)}`],
    ['very many options', `[[${'a, '.repeat(40_000)}(b)]]`],
  ])('is read in time that grows as it does: %s', (_what, markdown) => {
    const began = performance.now()
    const { responses } = compileProblem(markdownToXml(markdown))
    // What looked at all of it again for each of its parts took from five seconds to forty.
    expect(performance.now() - began).toBeLessThan(2500)
    expect(responses).toHaveLength(1)
  })

  it('has its lines joined by spaces, and what surrounds a line end gone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab \t\n\r]{0,12}$/), (text) => {
        expect(joinedLines(text)).toBe(text.replaceAll(/\s*\n\s*/g, ' '))
      }),
      { seed: 3 },
    )
  })
})

const courses = new URL('../../../../shared/olx/', import.meta.url)

/** Real problems with both the editor's text and the XML it was made into. */
function realMarkdown(): { at: string; markdown: string; xml: string }[] {
  if (!existsSync(courses)) return []
  return readdirSync(courses, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .flatMap((name) => {
      const xml = readFileSync(new URL(name, courses), 'utf8')
      if (!/<problem[^>]*markdown=/.test(xml)) return []
      const markdown = parseXml(xml).attribute('markdown')
      return markdown === undefined || markdown === 'null' ? [] : [{ at: name, markdown, xml }]
    })
}

const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** What a problem asks, and what is right: without the wording of feedback, which authors edited later. */
function meaning(problem: CompiledProblem) {
  return problem.responses.map((response) => {
    switch (response.kind) {
      case 'multiplechoice':
      case 'choice': {
        const texts = problem.inputs[response.input]?.choices.map(({ after }) => plain(after.slice(1)))
        return { kind: response.kind, texts, correct: response.choices.map(({ correct }) => correct) }
      }
      case 'option':
        return {
          kind: response.kind,
          correct: response.fields.map(({ correct }) => correct),
          texts: response.fields.map(({ input }) => problem.inputs[input]?.choices.map(({ name }) => name)),
        }
      case 'string':
        return { kind: response.kind, answers: response.answers, ignoreCase: response.ignoreCase }
      case 'numerical':
        return { kind: response.kind, answer: response.answer, range: response.range }
      default:
        return { kind: response.kind }
    }
  })
}

describe.skipIf(!existsSync(courses))('real problems with the text they were made from', () => {
  it.each(realMarkdown())('mean what their XML means: $at', ({ markdown, xml }) => {
    const ours = compileProblem(markdownToXml(markdown))
    const stored = compileProblem(xml)
    expect(meaning(ours)).toEqual(meaning(stored))
    expect(ours.demandHints).toHaveLength(stored.demandHints.length)
    expect(ours.solutions.length > 0).toBe(stored.solutions.length > 0)
    expect(ours.findings).toEqual([])
    expect(gradeProblem(ours, { answers: {}, seed: 1 }).maxScore).toBe(
      gradeProblem(stored, { answers: {}, seed: 1 }).maxScore,
    )
  })
})
