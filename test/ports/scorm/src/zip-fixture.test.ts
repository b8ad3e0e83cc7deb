import { deflateRawSync } from 'node:zlib'

/** A file of an archive that a test makes. */
export interface Packed {
  readonly name: string
  readonly content: string | Uint8Array
  readonly isStored?: boolean
  /** What the archive says of it, where that is to be another thing than is true. */
  readonly saysSize?: number
  readonly mode?: number
  readonly flags?: number
}

/** An archive as zip has it (APPNOTE 4.3), without checksums, which nobody here looks at. */
export function zipOf(files: readonly Packed[]): Uint8Array {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const { name, content, isStored = false, saysSize, mode = 0o100644, flags = 0 } of files) {
    const plain = Buffer.from(content)
    const packed = isStored ? plain : deflateRawSync(plain)
    const named = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(isStored ? 0 : 8, 4)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(saysSize ?? plain.length, 18)
    common.writeUInt16LE(named.length, 22)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(mode * 0x10000, 6)
    rest.writeUInt32LE(at, 10)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, named, packed])
    bodies.push(local)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, rest, named]))
    at += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...bodies, list, Buffer.from('PK\x05\x06'), end])
}

/** A manifest of one part or two. */
export function manifestOf({ version = '1.2', mastery = '', parts = ['index.html'] } = {}): Packed {
  const items = parts.map(
    (_, at) => `<item identifierref="r${at}"><title>Part ${at + 1}</title>${mastery}</item>`,
  )
  const resources = parts.map((href, at) => `<resource identifier="r${at}" href="${href}"/>`)
  const schema = version === '1.2' ? '1.2' : '2004 4th Edition'
  return {
    name: 'imsmanifest.xml',
    content: `<?xml version="1.0"?><manifest xmlns:adlcp="a"><metadata><schemaversion>${schema}</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Moon</title>${items.join('')}</organization></organizations>
<resources>${resources.join('')}</resources></manifest>`,
  }
}
