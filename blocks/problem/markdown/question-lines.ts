import type { XmlElement } from '../../../runtime/olx/index.js'
import { insideIn } from './inside-line.js'

/** The lines of a question in the simple editor's dialect; undefined for what is none. What they cannot say is found when they are read again. */
export function questionLines(element: XmlElement): readonly string[] | undefined {
  const lines = writers[element.name]?.(element)
  if (!lines) return undefined
  const [label, description] = ['label', 'description'].map((name) => element.element(name))
  const asked =
    label || description ? `${inside(label)}${description ? `||${inside(description)}` : ''}` : undefined
  return [...(asked === undefined ? [] : [`>>${asked}<<`]), ...lines]
}

function inside(element: XmlElement | undefined): string {
  return element ? insideIn(element) : ''
}

const writers: Readonly<Record<string, (element: XmlElement) => readonly string[]>> = {
  multiplechoiceresponse(element) {
    const group = element.element('choicegroup')
    const isShuffled = group?.attribute('shuffle') === 'true'
    return (group?.elements('choice') ?? []).map((choice, at) => {
      const marks = [
        isRight(choice) ? 'x' : ' ',
        isShuffled && at === 0 ? '!' : '',
        choice.attribute('fixed') === 'true' ? '@' : '',
      ].join('')
      return `(${marks.trim() || ' '}) ${hinted(choice, 'choicehint')}`
    })
  },
  choiceresponse(element) {
    const group = element.element('checkboxgroup')
    return (group?.elements() ?? []).map((one) => {
      if (one.name === 'compoundhint') return `{{ ((${one.attribute('value') ?? ''})) ${hintText(one)} }}`
      const hints = one.elements('choicehint').map((hint) => {
        const which = hint.attribute('selected') === 'true' ? 'selected' : 'unselected'
        return `${which}: ${hintText(hint)}`
      })
      const said = hints.length === 0 ? '' : ` {{ ${hints.join(' }, { ')} }}`
      return `[${isRight(one) ? 'x' : ' '}] ${words(one, 'choicehint')}${said}`
    })
  },
  optionresponse(element) {
    const options = element.element('optioninput')?.elements('option') ?? []
    return [
      '[[',
      ...options.map((option) => {
        const said = words(option, 'optionhint')
        return `${isRight(option) ? `(${said})` : said}${hintOf(option, 'optionhint')}`
      }),
      ']]',
    ]
  },
  stringresponse(element) {
    const isPattern = element.attribute('type')?.includes('regexp') === true
    const answer = element.attribute('answer') ?? ''
    const sign = /^[\d.+-]/.test(answer) && !isPattern ? 's=' : '='
    return [
      `${sign}${isPattern ? '|' : ''} ${answer}${hintOf(element, 'correcthint')}`,
      ...element.elements().flatMap((one) => {
        if (one.name === 'additional_answer')
          return [`or= ${one.attribute('answer') ?? ''}${hintOf(one, 'correcthint')}`]
        if (one.name !== 'stringequalhint') return []
        const said = hintText(one)
        return [`not= ${one.attribute('answer') ?? ''}${said && ` {{${said}}}`}`]
      }),
    ]
  },
  numericalresponse(element) {
    const tolerance = element.element('responseparam')?.attribute('default')
    const within = tolerance === undefined ? '' : ` +- ${tolerance}`
    return [
      `= ${element.attribute('answer') ?? ''}${within}${hintOf(element, 'correcthint')}`,
      ...element
        .elements('additional_answer')
        .map((one) => `or= ${one.attribute('answer') ?? ''}${hintOf(one, 'correcthint')}`),
    ]
  },
}

function isRight(choice: XmlElement): boolean {
  return choice.attribute('correct')?.toLowerCase() === 'true'
}

/** What an element says besides its hints. */
function words(element: XmlElement, hint: string): string {
  return insideIn({
    children: element.children.filter((child) => typeof child === 'string' || child.name !== hint),
  })
}

function hinted(element: XmlElement, hint: string): string {
  return `${words(element, hint)}${hintOf(element, hint)}`
}

function hintOf(element: XmlElement, name: string): string {
  const hint = element.element(name)
  return hint ? ` {{${hintText(hint)}}}` : ''
}

function hintText(hint: XmlElement): string {
  const label = hint.attribute('label')
  return `${label === undefined ? '' : `${label}:: `}${insideIn(hint)}`
}
