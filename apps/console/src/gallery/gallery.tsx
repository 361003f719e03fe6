import { Menu } from '@base-ui/react/menu';
import { type ReactNode, useState } from 'react';

import { Problem } from '../api/problem.js';
import { LanguageChoice, ThemeChoice } from '../shell/preference-choices.js';
import { State, Tag } from '../ui/badge.js';
import { Button, buttonLook } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { CopyButton } from '../ui/copy-button.js';
import { columnsOf, DataTable } from '../ui/data-table.js';
import { CheckField, SelectField, TextField } from '../ui/field.js';
import { AlertIcon, CheckIcon, DownIcon, PlusIcon } from '../ui/icons.js';
import { MENU_ITEM, MenuCheck, MenuChoice, MenuLine, MenuPopup } from '../ui/menu.js';
import { NameChoice, NamesField } from '../ui/name-picker.js';
import { Pager } from '../ui/pager.js';
import { SidePanel } from '../ui/panel.js';
import { ProblemNote } from '../ui/problem-note.js';
import { SearchField } from '../ui/search-field.js';
import { EmptyState, LoadingState } from '../ui/states.js';
import { Time } from '../ui/time.js';

const LOOKS = ['main', 'plain', 'quiet', 'danger'] as const;
const TONES = ['good', 'warn', 'bad', 'calm'] as const;
const SHAPES = ['full', 'half', 'cross', 'empty'] as const;
const NAMES = ['Night shift', 'Support (EMEA)', 'عبد الرحمن الخوارزمي', 'W'.repeat(140)];
const nothing = () => undefined;

const column = columnsOf<{ readonly name: string }>();
const COLUMNS = column.columns([
  column.accessor('name', { id: 'name', header: 'Name' }),
  column.display({ id: 'at', header: 'When', cell: () => <Time at="2026-11-28T12:00:00Z" />, meta: { narrow: true } }),
  column.display({ id: 'never', header: 'Used', cell: () => <Time at={null} none="never" />, meta: { wide: true } }),
]);

/** Every component in every state, for whoever changes one. It is in no build: only the development server has this page. */
export function Gallery() {
  return (
    <main className="mx-auto flex max-w-5xl flex-col gap-8 p-6">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-xl font-semibold">Components</h1>
        <div className="flex gap-2">
          <ThemeChoice />
          <LanguageChoice />
        </div>
      </div>
      <Buttons />
      <Fields />
      <Names />
      <Words />
      <Tables />
      <Overlays />
    </main>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3 border-t border-line pt-4">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Buttons() {
  return (
    <Part title="Buttons">
      {LOOKS.map((look) => (
        <div key={look} className="flex flex-wrap items-center gap-2">
          <Button look={look}>{look}</Button>
          <Button look={look} disabled>
            disabled
          </Button>
          <Button look={look} busy>
            busy
          </Button>
          <Button look={look} size="small">
            <PlusIcon />
            small
          </Button>
          <Button look={look} size="icon" aria-label={`${look} icon`}>
            <CheckIcon />
          </Button>
        </div>
      ))}
      <CopyButton text="copied from the page of components" />
    </Part>
  );
}

function Fields() {
  const [text, setText] = useState('Ada');
  const [checked, setChecked] = useState(true);
  const [choice, setChoice] = useState<'one' | 'two'>('one');
  const filled = { value: text, onValue: setText };
  return (
    <Part title="Fields">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Plain" {...filled} />
        <TextField label="With a hint" hint="What it is for." required {...filled} />
        <TextField label="Refused" error="Fill this in." {...filled} />
        <TextField label="Disabled" disabled {...filled} />
        <TextField label="Day" type="date" value="2026-11-28" onValue={nothing} />
        <SelectField label="Choice" value={choice} options={{ one: 'One', two: 'Two' }} onValue={setChoice} />
        <CheckField label="Yes or no" hint="What follows." checked={checked} onValue={setChecked} />
        <CheckField label="Disabled" checked disabled onValue={nothing} />
        <SearchField label="Search" text={text} onText={setText} />
      </div>
    </Part>
  );
}

function Names() {
  const [names, setNames] = useState<readonly string[]>(NAMES);
  const [name, setName] = useState<string | undefined>();
  return (
    <Part title="Names">
      <NamesField label="Any number" names={NAMES} value={names} onValue={setNames} />
      <NamesField label="Refused" names={NAMES} value={[]} error="Choose one." onValue={nothing} />
      <NameChoice label="One" names={NAMES} value={name} onValue={setName} />
    </Part>
  );
}

function Words() {
  return (
    <Part title="States">
      <div className="flex flex-wrap gap-4">
        {TONES.flatMap((tone) =>
          SHAPES.map((shape) => (
            <State key={`${tone} ${shape}`} tone={tone} shape={shape}>
              {tone} {shape}
            </State>
          )),
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {NAMES.map((name) => (
          <Tag key={name}>{name}</Tag>
        ))}
      </div>
      <ProblemNote error={new Problem('The e-mail is taken by another agent.', 409, 'f1a7')} onRetry={nothing} />
      <ProblemNote error={new Problem('', 0, null)} />
      <ProblemNote error={new TypeError()} />
      <EmptyState title="No agents yet" action={<Button look="main">New agent</Button>}>
        Create the first one.
      </EmptyState>
      <LoadingState />
      <p className="flex items-center gap-2 rounded-md bg-warn-tint p-2 text-warn">
        <AlertIcon /> <span className="text-ink">A warning on its ground.</span>
      </p>
    </Part>
  );
}

function Tables() {
  const rows = NAMES.map((name) => ({ name }));
  const table = { label: 'Rows', columns: COLUMNS, rowId: ({ name }: { readonly name: string }) => name };
  return (
    <Part title="Tables">
      <DataTable {...table} rows={rows} empty={null} />
      <DataTable {...table} label="No rows" rows={[]} empty={<EmptyState title="Nothing" />} />
      <Pager page={1} size={25} total={1_000_000} onChange={nothing} />
      <Pager page={40} size={25} total={1_000} onChange={nothing} />
    </Part>
  );
}

function Overlays() {
  const [open, setOpen] = useState<'panel' | 'confirm' | 'refused' | null>(null);
  const [shown, setShown] = useState(true);
  const [order, setOrder] = useState<'one' | 'two'>('one');
  const close = () => {
    setOpen(null);
  };
  return (
    <Part title="What comes up">
      <div className="flex flex-wrap gap-2">
        <Menu.Root>
          <Menu.Trigger className={buttonLook('plain')}>
            Menu <DownIcon />
          </Menu.Trigger>
          <MenuPopup>
            <Menu.Item className={MENU_ITEM}>
              <span className="col-start-2">Do it</span>
            </Menu.Item>
            <MenuLine />
            <MenuCheck label="Shown" checked={shown} onValue={setShown} />
            <MenuChoice label="Order" value={order} options={{ one: 'One', two: 'Two' }} onValue={setOrder} />
          </MenuPopup>
        </Menu.Root>
        {(['panel', 'confirm', 'refused'] as const).map((name) => (
          <Button
            key={name}
            onClick={() => {
              setOpen(name);
            }}
          >
            {name}
          </Button>
        ))}
      </div>
      {open === 'panel' && (
        <SidePanel title="Side panel" onClose={close}>
          <TextField label="Name" value="" onValue={nothing} />
        </SidePanel>
      )}
      {(open === 'confirm' || open === 'refused') && (
        <Confirm
          title="Delete the team Night shift?"
          consequence="Its agents stay and are no longer in it."
          act="Delete"
          run={() =>
            open === 'refused' ? Promise.reject(new Problem('It is not yours.', 403, 'f1a7')) : Promise.resolve()
          }
          onClose={close}
        />
      )}
    </Part>
  );
}
