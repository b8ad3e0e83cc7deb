import { windows1252 } from '../../runtime/values/index.js'

/**
 * The text of a transcript file, whatever editor wrote it: UTF-8, UTF-16 with its mark or told by its zero bytes, else
 * the Western single-byte characters of Windows (which hold Latin-1). Marks of byte order are left out.
 */
export function transcriptText(bytes: Uint8Array): string {
  const encoding = utf16(bytes)
  if (encoding !== undefined) return new TextDecoder(encoding).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return windows1252(Buffer.from(bytes).toString('latin1'))
  }
}

/** How many bytes are looked at for a guess. */
const sample = 4000

function utf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const zeros: [number, number] = [0, 0]
  const end = Math.min(bytes.length, sample)
  for (let at = 0; at < end; at++) if (bytes[at] === 0) zeros[(at % 2) as 0 | 1]++
  const [even, odd] = zeros
  // Digits, times and line ends of a transcript have a zero byte each.
  if (Math.max(even, odd) < end / 8) return undefined
  return odd > even ? 'utf-16le' : 'utf-16be'
}
