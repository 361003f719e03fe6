/** How fields of answers that may be null are described, by what they hold. */
export const NULLABLE = {
  date: { type: String, format: 'date-time', nullable: true, example: null },
  text: { type: String, nullable: true, example: null },
  uuid: { type: String, format: 'uuid', nullable: true, example: null },
  flag: { type: Boolean, nullable: true, example: false },
} as const;
