import { describe, expect, it } from 'vitest'
import { compileProblem, fullScore, maxScore } from '../../../blocks/problem/engine.js'

const script = '<script type="loncapa/python">a = 3\nlow = 1</script>'

describe('what a problem is worth before anybody answers it', () => {
  it.each([
    ['a check', `${script}<customresponse cfn="check"><textline/></customresponse>`, 1],
    [
      'a check of two answers',
      `${script}<customresponse cfn="check"><textline/><textline points="2"/></customresponse>`,
      3,
    ],
    [
      'a check of its own',
      '<customresponse><textline/><answer type="loncapa/python">correct = ["correct"]</answer></customresponse>',
      1,
    ],
    [
      'things to drag',
      '<customresponse><drag_and_drop_input img="/static/a.png"><draggable id="1" label="x"/></drag_and_drop_input><answer type="loncapa/python">pass</answer></customresponse>',
      1,
    ],
    [
      'a formula',
      `${script}<formularesponse answer="$a*x" samples="x@$low:2#3"><formulaequationinput points="4"/></formularesponse>`,
      4,
    ],
    [
      'a number and a choice',
      `${script}<numericalresponse answer="$a"><textline/></numericalresponse><multiplechoiceresponse><choicegroup><choice correct="true">$a</choice></choicegroup></multiplechoiceresponse>`,
      2,
    ],
    [
      'a circuit',
      '<schematicresponse><center><schematic/></center><answer type="loncapa/python">correct = ["correct"]</answer></schematicresponse>',
      1,
    ],
    ['something nobody grades', `${script}<coderesponse><textbox/><codeparam/></coderesponse>`, 0],
    ['no script', '<stringresponse answer="a"><textline points="2"/></stringresponse>', 2],
  ])('is what it is worth once it is drawn: %s', (_what, inside, points) => {
    const xml = `<problem>${inside}</problem>`
    expect(fullScore(compileProblem(xml))).toBe(points)
    const drawn = compileProblem(xml, { variables: { a: '3', low: '1' } })
    expect([fullScore(drawn), maxScore(drawn)]).toEqual([points, points])
  })

  it('counts nothing that will never be asked', () => {
    expect(fullScore(compileProblem('<problem><stringresponse><textline/></stringresponse></problem>'))).toBe(
      0,
    )
  })
})
