import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of an archive made for a test; what is odd about it is said here. */
export interface MadeEntry {
  readonly name: string
  readonly text?: string
  readonly bytes?: Buffer
}

export interface TarEntry extends MadeEntry {
  /** Type flag of the header: 0 file, 1 hard link, 2 symbolic link, 3 device, 5 folder, 6 pipe. */
  readonly type?: string
  readonly link?: string
}

export interface ZipEntry extends MadeEntry {
  /** Unix mode, file type included. */
  readonly mode?: number
  /** The unpacked size the headers tell, where it is not the true one. */
  readonly claimedSize?: number
  readonly encrypted?: boolean
}

/** An uncompressed ustar archive. */
export function tarArchive(entries: readonly TarEntry[]): Buffer {
  const parts: Buffer[] = []
  for (const { name, text = '', bytes = Buffer.from(text), type = '0', link = '' } of entries) {
    const header = Buffer.alloc(512)
    header.write(name, 0, 100)
    header.write('0000644\0', 100)
    header.write('0000000\0', 108)
    header.write('0000000\0', 116)
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('00000000000\0', 136)
    header.write('        ', 148)
    header.write(type, 156)
    header.write(link, 157, 100)
    header.write('ustar\x0000', 257)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    parts.push(header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512))
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

/** A zip archive, each entry deflated. */
export function zipArchive(entries: readonly ZipEntry[]): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const { name, text = '', bytes = Buffer.from(text), mode = 0o100644, encrypted = false } = entry
    const nameBytes = Buffer.from(name)
    const packed = deflateRawSync(bytes)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(entry.claimedSize ?? bytes.length, 18)
    fields.writeUInt16LE(nameBytes.length, 22)
    const record = Buffer.concat([Buffer.from('PK\x03\x04'), fields, nameBytes, packed])
    local.push(record)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((name.endsWith('/') ? 0o040755 : mode) * 0x10000, 6)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), fields, tail, nameBytes)
    offset += record.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end])
}
