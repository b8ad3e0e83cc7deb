import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file that is not there, and waits for the disk. @param mode who may read it; its owner only if not said */
export function writeDurably(file: string, text: string, mode = 0o600): void {
  const descriptor = openSync(file, 'wx', mode)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Gives a file its text in one step, which a power cut leaves done or not begun; all may read it. */
export function replaceDurably(file: string, text: string): void {
  const own = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`
  try {
    writeDurably(own, text, 0o644)
    renameSync(own, file)
  } finally {
    rmSync(own, { force: true })
  }
  syncFolder(dirname(file))
}

/** Keeps the name through a power cut; a system that cannot open folders keeps it by itself. */
export function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // Windows.
  }
}
