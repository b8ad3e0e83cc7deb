import type { ListRole, NewPart, QuestionType, SlotRole } from '../../../blocks/problem/index.js'
import { toSay } from '../../words/index.js'

/** What values of a problem are called. */
export const slotWords: Readonly<Record<SlotRole, string>> = {
  label: toSay('Question'),
  description: toSay('Help with answering'),
  text: toSay('Text'),
  markup: toSay('Text with markup'),
  choice: toSay('Choice'),
  correct: toSay('Right'),
  shuffle: toSay('Each learner gets them in another order'),
  partial: toSay('Credit for an answer that is partly right'),
  feedback: toSay('Feedback'),
  'feedback-chosen': toSay('Feedback if chosen'),
  'feedback-not-chosen': toSay('Feedback if not chosen'),
  options: toSay('What there is to choose from, one a line'),
  'right-option': toSay('The right one'),
  answer: toSay('Answer'),
  expected: toSay('Expected answer'),
  compared: toSay('How answers are compared'),
  capitals: toSay('Capital and small letters'),
  tolerance: toSay('Tolerance'),
  samples: toSay('Where it is tried'),
  picture: toSay('Picture'),
  name: toSay('Name in the code'),
  caption: toSay('Words on it'),
  icon: toSay('Icon'),
  x: toSay('From the left'),
  y: toSay('From the top'),
  width: toSay('Width'),
  height: toSay('Height'),
  checker: toSay('Function that judges'),
  code: toSay('Code in Python'),
  hint: toSay('Hint'),
  explanation: toSay('Explanation'),
}

/** What helps to write some of them. */
export const slotHelp: Readonly<Partial<Record<SlotRole, string>>> = {
  tolerance: toSay('How far off an answer may be: 0.01, or 2%.'),
  samples: toSay('Names, ranges and how often: x,y@1,1:5,5#10.'),
  explanation: toSay('Learners see it with the answer. An empty line begins a paragraph.'),
}

/** What the values mean that are chosen from a few. */
export const optionWords: Readonly<Record<string, string>> = {
  'partial.': toSay('None'),
  'partial.EDC': toSay('For each choice that is right'),
  'partial.halves': toSay('Half is lost with each error'),
  'compared.': toSay('Letter by letter'),
  'compared.cs': toSay('Letter by letter'),
  'compared.ci': toSay('Capital or small letters are all the same'),
  'compared.ci regexp': toSay('By a pattern, capital or small letters are all the same'),
  'compared.cs regexp': toSay('By a pattern'),
  'compared.regexp': toSay('By a pattern'),
  'capitals.': toSay('All the same'),
  'capitals.ci': toSay('All the same'),
  'capitals.cs': toSay('Other names'),
}

/** What questions are called, and what else stands in a problem. */
export const kindWords: Readonly<Record<QuestionType | 'other', string>> = {
  choice: toSay('One choice'),
  checkboxes: toSay('Several choices'),
  dropdown: toSay('Dropdown'),
  text: toSay('Text to write'),
  number: toSay('Number'),
  formula: toSay('Formula'),
  drag: toSay('Drag and drop'),
  script: toSay('Judged by code'),
  other: toSay('Question of another kind'),
}

/** What can be added. */
export const addWords: Readonly<Record<NewPart, string>> = {
  choice: kindWords.choice,
  checkboxes: kindWords.checkboxes,
  dropdown: kindWords.dropdown,
  text: kindWords.text,
  number: kindWords.number,
  formula: kindWords.formula,
  drag: kindWords.drag,
  script: kindWords.script,
  paragraph: slotWords.text,
  explanation: slotWords.explanation,
  hint: slotWords.hint,
}

/** Lists: what they are called, and the way to one more. */
export const listWords: Readonly<
  Record<ListRole, { readonly title: string; readonly more: string; readonly one: string }>
> = {
  choices: { title: toSay('Choices'), more: toSay('Add a choice'), one: toSay('Choice {number}') },
  'right-answers': {
    title: toSay('Other right answers'),
    more: toSay('Add a right answer'),
    one: toSay('Right answer {number}'),
  },
  'wrong-answers': {
    title: toSay('Wrong answers with feedback'),
    more: toSay('Add a wrong answer'),
    one: toSay('Wrong answer {number}'),
  },
  things: { title: toSay('Things to drag'), more: toSay('Add a thing'), one: toSay('Thing {number}') },
  targets: { title: toSay('Places to drop them'), more: toSay('Add a place'), one: toSay('Place {number}') },
  hints: { title: toSay('Hints'), more: toSay('Add a hint'), one: toSay('Hint {number}') },
}
