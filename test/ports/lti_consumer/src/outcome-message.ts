import { escapeXmlText, parseXml, type XmlElement } from 'unit-compositor'

/** What a tool asks for a learner's result (LTI 1.1, 6). */
export interface OutcomeMessage {
  readonly id: string
  readonly operation: 'replaceResult' | 'readResult' | 'deleteResult'
  /** What the tool was given at the launch to tell whose result it is. */
  readonly ticket: string
  /** From 0 to 1, where one is told. */
  readonly score: number | undefined
}

const operations = ['replaceResult', 'readResult', 'deleteResult'] as const

/** @returns undefined for what is no such message, or tells a score that is none */
export function outcomeMessage(text: string): OutcomeMessage | undefined {
  let root: XmlElement
  try {
    root = parseXml(text, { limits: { size: 64 * 1024, depth: 20, elements: 100 } })
  } catch {
    return undefined
  }
  const all = [...root.descendants()]
  const textOf = (name: string) =>
    all
      .find((one) => localName(one) === name)
      ?.text()
      .trim()
  const operation = operations.find((one) => all.some((element) => localName(element) === `${one}Request`))
  const [ticket, told] = [textOf('sourcedId'), textOf('textString')]
  if (!operation || ticket === undefined || ticket === '') return undefined
  const score = told === undefined || told === '' ? undefined : Number(told)
  if (operation === 'replaceResult' && !(score !== undefined && score >= 0 && score <= 1)) return undefined
  return { id: textOf('imsx_messageIdentifier') ?? '', operation, ticket, score }
}

function localName({ name }: XmlElement): string {
  return name.slice(name.indexOf(':') + 1)
}

/** The answer to a tool. */
export function outcomeAnswer(
  message: Pick<OutcomeMessage, 'id' | 'operation'> | undefined,
  { isDone, why, score }: { readonly isDone: boolean; readonly why: string; readonly score?: number | null },
): string {
  const { id = '', operation } = message ?? {}
  const score01 = score === null || score === undefined ? '' : String(score)
  const result = `<result><resultScore><language>en</language><textString>${score01}</textString></resultScore></result>`
  const body =
    operation === undefined
      ? ''
      : `<${operation}Response>${operation === 'readResult' && isDone ? result : ''}</${operation}Response>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<imsx_POXEnvelopeResponse xmlns="http://www.imsglobal.org/services/ltiv1p1/xsd/imsoms_v1p0"><imsx_POXHeader><imsx_POXResponseHeaderInfo>
<imsx_version>V1.0</imsx_version><imsx_messageIdentifier>${escapeXmlText(id)}-answer</imsx_messageIdentifier>
<imsx_statusInfo><imsx_codeMajor>${isDone ? 'success' : 'failure'}</imsx_codeMajor><imsx_severity>status</imsx_severity>
<imsx_description>${escapeXmlText(why)}</imsx_description><imsx_messageRefIdentifier>${escapeXmlText(id)}</imsx_messageRefIdentifier>
</imsx_statusInfo></imsx_POXResponseHeaderInfo></imsx_POXHeader><imsx_POXBody>${body}</imsx_POXBody></imsx_POXEnvelopeResponse>`
}
