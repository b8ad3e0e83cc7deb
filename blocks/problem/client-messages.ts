import { toSay } from '../../runtime/words/index.js'

/** What the client module of a problem says by itself, whatever is asked. */
const always = [
  toSay('Answer the question first.'),
  toSay('The site cannot be reached. What you entered is still here; try again in a moment.'),
  toSay('Something went wrong. Try again in a moment.'),
  toSay('Try again'),
  toSay('Checking…'),
  toSay('Your answer is back as you left it. It is not submitted yet.'),
] as const

/** What it says of inputs that it brings to life, by a word that marks them in the page. */
const ofInputs = {
  'data-formula': [toSay('Read as')],
  imageinput: [
    toSay('Marked {x} from the left, {y} from the top.'),
    toSay('The right place is outlined in the picture.'),
  ],
  jsinput: [
    toSay('A part of this problem is still loading. Try again in a moment.'),
    toSay('A part of this problem does not say its answer. Reload the page and try again.'),
  ],
  schematic: [
    toSay('{name} is {value} now.'),
    toSay('{name} is empty now.'),
    toSay('Ground'),
    toSay('Label'),
    toSay('Probe'),
    toSay('Ammeter'),
    toSay('Voltage source'),
    toSay('Current source'),
    toSay('Resistor'),
    toSay('Capacitor'),
    toSay('Inductor'),
    toSay('Diode'),
    toSay('NFet'),
    toSay('PFet'),
    toSay('Operational amplifier'),
  ],
} as const

export type ProblemMessage = (typeof always)[number] | (typeof ofInputs)[keyof typeof ofInputs][number]

/** What the client module may have to say of these questions, as HTML. */
export function messagesFor(questions: string): readonly ProblemMessage[] {
  const asked = Object.entries(ofInputs).filter(([name]) => questions.includes(name))
  return [...always, ...asked.flatMap(([, messages]) => messages)]
}
