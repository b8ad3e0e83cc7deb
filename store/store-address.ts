/** Whether a text is an address of its own kind, and no folder. */
export function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(text) || /^postgres(ql)?:/i.test(text)
}
