import type { Say } from '../../../runtime/words/client-texts.js'
import type { ProblemMessage } from '../client-messages.js'

/** What the letters of parts stand for in the JSON of circuits. */
const partNames: Readonly<Record<string, ProblemMessage>> = {
  g: 'Ground',
  L: 'Label',
  s: 'Probe',
  a: 'Ammeter',
  v: 'Voltage source',
  i: 'Current source',
  r: 'Resistor',
  c: 'Capacitor',
  l: 'Inductor',
  d: 'Diode',
  n: 'NFet',
  p: 'PFet',
  o: 'Operational amplifier',
}

/** The values of a part; names that begin with `_` are the editor's own. */
type PartValues = Record<string, unknown>

/**
 * Puts a field for each value of each part under the text of a circuit, so that a learner can change a resistance
 * without reading JSON. The text stays the answer; only what is changed in it changes.
 */
export function enlivenSchematic(
  text: HTMLTextAreaElement,
  say: Say<ProblemMessage>,
  announce: (words: string) => void,
): void {
  const fields = document.createElement('div')
  fields.className = 'schematic-parts'
  text.after(fields)
  const draw = () =>
    fields.replaceChildren(...partsIn(text.value, say).map((part) => partFields(part, write)))
  const write = (place: number, name: string, value: string) => {
    const circuit = circuitIn(text.value)
    const values = valuesOf(circuit[place])
    if (!values) return
    values[name] = value
    text.value = JSON.stringify(circuit)
    announce(
      value === '' ? say('{name} is empty now.', { name }) : say('{name} is {value} now.', { name, value }),
    )
  }
  text.addEventListener('input', draw)
  draw()
}

/** A part with fields, and which of the circuit's it is. */
interface Part {
  readonly place: number
  readonly title: string
  readonly values: PartValues
}

function partsIn(text: string, say: Say<ProblemMessage>): Part[] {
  const counts = new Map<string, number>()
  return circuitIn(text).flatMap((part, place) => {
    const values = valuesOf(part)
    const kind = Array.isArray(part) ? String(part[0]) : ''
    const called = partNames[kind]
    if (!values || called === undefined || editable(values).length === 0) return []
    const number = (counts.get(kind) ?? 0) + 1
    counts.set(kind, number)
    const { name } = values
    return {
      place,
      values,
      title: `${say(called)} ${typeof name === 'string' && name !== '' ? name : number}`,
    }
  })
}

function partFields(
  { place, title, values }: Part,
  write: (place: number, name: string, value: string) => void,
): HTMLElement {
  const group = document.createElement('fieldset')
  const legend = document.createElement('legend')
  legend.textContent = title
  group.append(legend)
  for (const [name, value] of editable(values)) {
    const label = document.createElement('label')
    const field = document.createElement('input')
    field.type = 'text'
    field.size = 8
    field.value = value
    field.autocomplete = 'off'
    field.addEventListener('change', () => write(place, name, field.value.trim()))
    label.append(`${name} `, field)
    group.append(label)
  }
  return group
}

/** The values a learner can type: texts and numbers. */
function editable(values: PartValues): [string, string][] {
  return Object.entries(values).flatMap(([name, value]): [string, string][] =>
    !name.startsWith('_') && (typeof value === 'string' || typeof value === 'number')
      ? [[name, String(value)]]
      : [],
  )
}

function valuesOf(part: unknown): PartValues | undefined {
  const values: unknown = Array.isArray(part) ? part[2] : undefined
  return typeof values === 'object' && values !== null && !Array.isArray(values)
    ? (values as PartValues)
    : undefined
}

function circuitIn(text: string): unknown[] {
  try {
    const circuit: unknown = JSON.parse(text)
    return Array.isArray(circuit) ? circuit : []
  } catch {
    return []
  }
}
