import type { Item, ItemCommand } from '#domain/item/item.js';
import type { Input } from '../messages.js';

/** How an item's workflow is called, and what it takes. */

export const ITEM_WORKFLOW = 'itemWorkflow';

export function itemWorkflowIdOf(itemId: string): string {
  return `item-${itemId}`;
}

export type ItemInput = Input<Item>;
export type SubmittedToItem = ItemCommand;
