import {
  escapeXmlAttribute,
  escapeXmlText,
  innerHtml,
  isJsonArray,
  isJsonObject,
  XmlElement,
  type Json,
  type ReadOlx,
  type WriteOlx,
} from '../../runtime/index.js'

/**
 * Reads the incumbent's conditional poll: `<answer id="ID">` elements are the answers, whatever else stands inside is
 * the question, as HTML.
 */
export const readPollQuestionOlx: ReadOlx = (element, { content, settings }) => {
  const answers = element.elements('answer')
  const rest = element.children.filter((child) => typeof child === 'string' || child.name !== 'answer')
  const question = innerHtml(new XmlElement(element.name, undefined, joined(rest))).trim()
  return {
    content: {
      ...content,
      ...(question !== '' && { question }),
      ...(answers.length > 0 && {
        answers: answers.map((one) => ({ id: one.attribute('id') ?? '', text: innerHtml(one) })),
      }),
    },
    settings,
    children: [],
  }
}

/** Writes the question and the answers as escaped text, so that any HTML comes back as it was. */
export const writePollQuestionOlx: WriteOlx = ({ content: { question = '', answers = [] } }) => {
  const isTextual = typeof question === 'string' && question === question.trim()
  const all = isJsonArray(answers) ? answers.map(answerOlx) : [undefined]
  const isListed = all.every((one) => one !== undefined)
  return {
    said: [
      ...(isTextual && question !== '' ? ['question'] : []),
      ...(isListed && all.length > 0 ? ['answers'] : []),
    ],
    inside: `${isTextual ? escapeXmlText(question) : ''}${isListed ? all.join('') : ''}`,
  }
}

/** An answer as an element; undefined where that would not say all of it. */
function answerOlx(answer: Json): string | undefined {
  if (!isJsonObject(answer)) return undefined
  const { id, text, ...more } = answer
  if (typeof id !== 'string' || typeof text !== 'string' || Object.keys(more).length > 0) return undefined
  return `<answer${id === '' ? '' : ` id="${escapeXmlAttribute(id)}"`}>${escapeXmlText(text)}</answer>`
}

/** Neighbouring texts as one, as everywhere in a tree. */
function joined(nodes: XmlElement['children']): XmlElement['children'] {
  const all: XmlElement['children'][number][] = []
  for (const node of nodes) {
    const last = all.at(-1)
    if (typeof node === 'string' && typeof last === 'string') all[all.length - 1] = last + node
    else all.push(node)
  }
  return all
}
