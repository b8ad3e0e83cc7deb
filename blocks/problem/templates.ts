import type { BlockTemplate } from '../../runtime/block/index.js'

/** What authors may begin a problem with. */
export const problemTemplates: readonly BlockTemplate[] = [
  {
    name: 'single-choice',
    title: 'Single choice',
    olx: `<problem display_name="Single choice">
  <multiplechoiceresponse>
    <label>Write the question here.</label>
    <choicegroup type="MultipleChoice">
      <choice correct="true">The right answer</choice>
      <choice correct="false">A wrong answer</choice>
      <choice correct="false">Another wrong answer</choice>
    </choicegroup>
  </multiplechoiceresponse>
</problem>`,
  },
  {
    name: 'several-choices',
    title: 'Several choices',
    olx: `<problem display_name="Several choices">
  <choiceresponse>
    <label>Write the question here; several answers may be right.</label>
    <checkboxgroup>
      <choice correct="true">A right answer</choice>
      <choice correct="true">Another right answer</choice>
      <choice correct="false">A wrong answer</choice>
    </checkboxgroup>
  </choiceresponse>
</problem>`,
  },
  {
    name: 'number',
    title: 'Number',
    olx: `<problem display_name="Number">
  <numericalresponse answer="42">
    <label>Ask for a number here.</label>
    <responseparam type="tolerance" default="1%"/>
    <formulaequationinput/>
  </numericalresponse>
</problem>`,
  },
  {
    name: 'text',
    title: 'Text',
    olx: `<problem display_name="Text">
  <stringresponse answer="the answer" type="ci">
    <label>Ask for a word here.</label>
    <textline size="20"/>
  </stringresponse>
</problem>`,
  },
]
