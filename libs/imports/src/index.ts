export * from './agent-import.entity.js';
export * from './csv-cells.js';
export { COLUMNS, isReasonColumn, REASON_COLUMN } from './csv-columns.js';
export type { CsvFields, OpenFile } from './csv-file.js';
export * from './import-row.entity.js';
export * from './import-runner.js';
export { isOpen, type RowFilter, type ShownRow } from './imports.repository.js';
export * from './imports.module.js';
export * from './imports.service.js';
