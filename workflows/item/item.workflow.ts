import {
  ITEM_CORE,
  decideItem,
  evolveItem,
  isItemOver,
  nextItemMoment,
  type Item,
  type ItemCommand,
  type ItemEvent,
} from '#domain/item.js';
import { recorded, run, type Core } from '../shell.js';
import type { ItemInput } from './messages.js';

const item: Core<Item, ItemCommand, ItemEvent> = {
  decide: decideItem,
  evolve: evolveItem,
  nextMoment: nextItemMoment,
  isOver: isItemOver,
  // Nobody sends a command to an item without waiting for its answer.
  refused: () => null,
  rules: ITEM_CORE,
  raised: () => [],
  record: ({ id: itemId, seq: after }, head, events) =>
    recorded((by) => by.recordItem({ itemId, after, head, events })),
};

/** One information item, until somebody has looked at it. */
export async function itemWorkflow(input: ItemInput): Promise<void> {
  await run(item, input);
}
