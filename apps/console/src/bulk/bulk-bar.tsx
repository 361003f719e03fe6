import { Menu } from '@base-ui/react/menu';
import { useState } from 'react';

import type { AgentSearch } from '../agents/agent-search.js';
import { useTexts } from '../shell/preferences.js';
import { Button, buttonLook } from '../ui/button.js';
import { DownIcon } from '../ui/icons.js';
import { MENU_ITEM, MenuLine, MenuPopup } from '../ui/menu.js';
import { BulkDialog } from './bulk-dialog.js';
import { type BulkAct, BULK_ACTS } from './bulk-acts.js';
import { countOf, mayChooseAll, NONE, type Selection, targetOf } from './selection.js';

interface BulkBarProps {
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly search: AgentSearch;
  /** How many agents match. */
  readonly total: number;
}

/** What can be done with the agents that are chosen. */
export function BulkBar({ selection, onSelection, search, total }: BulkBarProps) {
  const texts = useTexts();
  const [asked, setAsked] = useState<BulkAct | null>(null);
  const count = countOf(selection, total);
  if (count === 0) return null;
  return (
    <div
      role="group"
      aria-label={texts.bulk.change}
      className="sticky top-2 z-10 flex flex-wrap items-center gap-2 rounded-lg border border-accent bg-tint px-3 py-2"
    >
      <span role="status" className="font-medium">
        {texts.bulk.chosen(count)}
      </span>
      {mayChooseAll(selection, search, total) && (
        <Button
          look="quiet"
          onClick={() => {
            onSelection('all');
          }}
        >
          {texts.bulk.chooseAll(total)}
        </Button>
      )}
      <Button
        look="quiet"
        onClick={() => {
          onSelection(NONE);
        }}
      >
        {texts.bulk.clear}
      </Button>
      <span className="grow" />
      <Menu.Root>
        <Menu.Trigger className={buttonLook('main')}>
          {texts.bulk.change}
          <DownIcon />
        </Menu.Trigger>
        <MenuPopup>
          {BULK_ACTS.map((act) => (
            <div key={act} className="contents">
              {act === 'delete' && <MenuLine />}
              <Menu.Item
                className={`${act === 'delete' ? 'text-bad' : ''} ${MENU_ITEM}`}
                onClick={() => {
                  setAsked(act);
                }}
              >
                <span className="col-start-2">{texts.bulk.acts[act]}</span>
              </Menu.Item>
            </div>
          ))}
        </MenuPopup>
      </Menu.Root>
      {asked && (
        <BulkDialog
          act={asked}
          count={count}
          target={targetOf(selection, search)}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </div>
  );
}
