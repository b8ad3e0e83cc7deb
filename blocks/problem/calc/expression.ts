/** An expression of the answer grammar, as data. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly argument: Expression }
  /** Right-associative: `2^3^2` is `2^(3^2)`. */
  | { readonly kind: 'power'; readonly operands: readonly Expression[] }
  /** Parallel resistors: `a || b` is `1 / (1/a + 1/b)`. */
  | { readonly kind: 'parallel'; readonly operands: readonly Expression[] }
  /** Each operator stands before its operand; the first is `*` or `+`. */
  | { readonly kind: 'product' | 'sum'; readonly operands: readonly Expression[]; readonly operators: string }
