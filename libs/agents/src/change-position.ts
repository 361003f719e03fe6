const FORM = /^(\d{1,19})-(\d{1,15})$/;

/** Where a change of an agent stands in the order in which listeners are told. */
export class ChangePosition {
  /** Before all changes. */
  static readonly START = new ChangePosition(0n, 0);

  constructor(
    private readonly transactionId: bigint,
    private readonly rowId: number,
  ) {}

  /** Reads what {@link toString} has written; null for anything else. */
  static parse(text: string): ChangePosition | null {
    const [, transactionId, rowId] = FORM.exec(text) ?? [];
    return transactionId && rowId ? new ChangePosition(BigInt(transactionId), Number(rowId)) : null;
  }

  /** As values of PostgreSQL's `xid8` and `bigint`. */
  get parameters(): [transactionId: string, rowId: number] {
    return [String(this.transactionId), this.rowId];
  }

  isAfter(other: ChangePosition): boolean {
    return this.transactionId === other.transactionId
      ? this.rowId > other.rowId
      : this.transactionId > other.transactionId;
  }

  toString(): string {
    return `${this.transactionId}-${this.rowId}`;
  }
}
