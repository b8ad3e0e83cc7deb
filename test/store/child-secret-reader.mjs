// Reads, or makes, the secrets of many stores as soon as it is told to, and says what it read.
import { secretFile } from '../../dist/store/lmdb/secret-file.js'

process.on('message', (folders) => {
  process.send(
    folders.map((folder) => secretFile(folder)),
    () => process.disconnect(),
  )
})
process.send('ready')
