import { questionTypes, type QuestionType } from './question.js'

/** What can be added to a problem. */
export const newParts = [...questionTypes, 'paragraph', 'explanation', 'hint'] as const
export type NewPart = (typeof newParts)[number]

const choice = (correct: boolean) => `<choice correct="${correct}"></choice>`

const questions: Readonly<Record<QuestionType, readonly string[]>> = {
  choice: [
    '<multiplechoiceresponse>',
    '  <label></label>',
    '  <choicegroup type="MultipleChoice">',
    `    ${choice(true)}`,
    `    ${choice(false)}`,
    `    ${choice(false)}`,
    '  </choicegroup>',
    '</multiplechoiceresponse>',
  ],
  checkboxes: [
    '<choiceresponse>',
    '  <label></label>',
    '  <checkboxgroup>',
    `    ${choice(true)}`,
    `    ${choice(true)}`,
    `    ${choice(false)}`,
    '  </checkboxgroup>',
    '</choiceresponse>',
  ],
  dropdown: [
    '<optionresponse>',
    '  <label></label>',
    '  <optioninput>',
    '    <option correct="true"></option>',
    '    <option correct="false"></option>',
    '  </optioninput>',
    '</optionresponse>',
  ],
  text: [
    '<stringresponse answer="" type="ci">',
    '  <label></label>',
    '  <textline size="20"/>',
    '</stringresponse>',
  ],
  number: [
    '<numericalresponse answer="">',
    '  <label></label>',
    '  <formulaequationinput/>',
    '</numericalresponse>',
  ],
  formula: [
    '<formularesponse type="cs" samples="x@1:10#10" answer="">',
    '  <label></label>',
    '  <responseparam type="tolerance" default="0.01"/>',
    '  <formulaequationinput/>',
    '</formularesponse>',
  ],
  drag: [
    '<customresponse>',
    '  <label></label>',
    '  <drag_and_drop_input img="/static/picture.png" target_outline="true" one_per_target="true">',
    '    <draggable id="1" label="First"/>',
    '    <draggable id="2" label="Second"/>',
    '    <target id="t1" x="10" y="10" w="80" h="40"/>',
    '    <target id="t2" x="110" y="10" w="80" h="40"/>',
    '  </drag_and_drop_input>',
    '  <answer type="loncapa/python"><![CDATA[',
    "right = {'1': 't1', '2': 't2'}",
    "correct = ['correct' if draganddrop.grade(submission[0], right) else 'incorrect']",
    ']]></answer>',
    '</customresponse>',
  ],
  script: [
    '<script type="loncapa/python"><![CDATA[',
    'def check(expect, answer):',
    '    return answer == expect',
    ']]></script>',
    '<customresponse cfn="check" expect="">',
    '  <label></label>',
    '  <textline size="20"/>',
    '</customresponse>',
  ],
}

/** The lines of OLX of a new part that stands directly in a problem. */
export function newPart(part: NewPart): readonly string[] {
  switch (part) {
    case 'paragraph':
      return ['<p></p>']
    case 'explanation':
      return [
        '<solution>',
        '  <div class="detailed-solution">',
        '    <p>Explanation</p>',
        '    <p></p>',
        '  </div>',
        '</solution>',
      ]
    case 'hint':
      return ['<demandhint>', '  <hint></hint>', '</demandhint>']
    default:
      return questions[part]
  }
}
