import { once } from 'node:events'

/** Writes lines to standard output as fast as it takes them. */
export async function writeLines(lines: AsyncIterable<string>): Promise<void> {
  for await (const line of lines) if (!process.stdout.write(line)) await once(process.stdout, 'drain')
}
