import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { IMPORTS, startImport } from '../api/imports.js';
import { useTexts } from '../shell/preferences.js';
import { Button } from '../ui/button.js';
import { CheckField, SelectField } from '../ui/field.js';
import { FileButton } from '../ui/file-button.js';
import { ProblemNote } from '../ui/problem-note.js';
import { type CsvPreview, PREVIEW_BYTES, previewOf } from './csv-preview.js';
import { keepUpload } from './kept-upload.js';
import { PreviewTable } from './preview-table.js';

interface Chosen {
  readonly file: File;
  readonly preview: CsvPreview | null;
}

/** A file of agents: dropped or chosen, looked at, tried, and brought in. */
export function UploadForm() {
  const texts = useTexts();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [onExisting, setOnExisting] = useState<'error' | 'skip' | 'update'>('error');
  const [welcome, setWelcome] = useState(false);
  const start = useMutation({
    mutationFn: async ({ file, isTrial }: { readonly file: File; readonly isTrial: boolean }) => {
      const upload = { file, on_existing: onExisting, send_welcome_email: welcome };
      const started = await startImport(upload, isTrial);
      if (isTrial) keepUpload(started.id, upload);
      return started;
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: IMPORTS });
      await navigate({ to: '/agents/imports/$id', params: { id: String(id) } });
    },
  });
  const choose = (file: File) => {
    start.reset();
    void file
      .slice(0, PREVIEW_BYTES)
      .text()
      .then((text) => {
        setChosen({ file, preview: previewOf(text) });
      });
  };
  return (
    <div
      className="flex flex-col gap-4 rounded-lg border border-dashed border-edge bg-surface p-4"
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        if (file) choose(file);
      }}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <FileButton accept=".csv,.tsv,.txt,text/csv" onFile={choose}>
          {texts.imports.choose}
        </FileButton>
        <span dir="auto" className="min-w-0 break-words">
          {chosen ? chosen.file.name : texts.imports.drop}
        </span>
      </div>
      <p className="max-w-prose text-sm text-soft">{texts.imports.columnsHow}</p>
      {start.error && <ProblemNote error={start.error} />}
      {chosen && (
        <>
          {chosen.preview ? <PreviewTable preview={chosen.preview} /> : <p>{texts.imports.noPreview}</p>}
          <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
            <SelectField
              label={texts.imports.onExisting}
              value={onExisting}
              options={texts.imports.onExistings}
              onValue={setOnExisting}
            />
            <div className="py-1.5">
              <CheckField label={texts.imports.welcome} checked={welcome} onValue={setWelcome} />
            </div>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button
              look="main"
              busy={start.isPending}
              onClick={() => {
                start.mutate({ file: chosen.file, isTrial: true });
              }}
            >
              {texts.imports.try}
            </Button>
            <Button
              busy={start.isPending}
              onClick={() => {
                start.mutate({ file: chosen.file, isTrial: false });
              }}
            >
              {texts.imports.start}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
