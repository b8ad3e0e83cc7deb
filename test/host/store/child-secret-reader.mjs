// Reads, or makes, the secrets of many stores as soon as it is told to, and says what it read.
import { storeSecret } from '../../../dist/host/store/store-secret.js'

process.on('message', (folders) => {
  process.send(
    folders.map((folder) => storeSecret(folder)),
    () => process.disconnect(),
  )
})
process.send('ready')
