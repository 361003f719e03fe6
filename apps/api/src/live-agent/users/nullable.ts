/** The API description of answer fields that may be null, by the kind of their values. */
export const NULLABLE = {
  date: { type: String, format: 'date-time', nullable: true, example: null },
  text: { type: String, nullable: true, example: null },
  uuid: { type: String, format: 'uuid', nullable: true, example: null },
  flag: { type: Boolean, nullable: true, example: false },
} as const;
