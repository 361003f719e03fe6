import { useTexts } from '../shell/preferences.js';
import type { CsvPreview } from './csv-preview.js';

/** The first rows of a file, as they are in it. */
export function PreviewTable({ preview: { header, rows } }: { readonly preview: CsvPreview }) {
  const texts = useTexts();
  return (
    <div
      className="max-w-full overflow-x-auto rounded-md border border-line"
      tabIndex={0}
      role="region"
      aria-label={texts.imports.preview}
    >
      <table aria-label={texts.imports.preview} className="min-w-full border-collapse">
        <thead>
          <tr className="border-b border-line">
            {header.map((name, index) => (
              <th
                key={index}
                scope="col"
                className="h-8 px-3 text-start font-mono text-xs font-medium whitespace-nowrap"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row} className="border-b border-line last:border-0">
              {cells.map((cell, index) => (
                <td key={index} dir="auto" className="max-w-64 truncate px-3 py-1">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
