import {
  ITEM_CORE,
  ITEM_LAW,
  evolveItem,
  isItemOver,
  itemTurn,
  nextItemMoment,
  type Item,
  type ItemCommand,
  type ItemEvent,
} from '#domain/item/item.js';
import { recorded, run, type Core } from '../shell.js';
import type { ItemInput } from './messages.js';

const item: Core<Item, ItemCommand, ItemEvent> = {
  law: ITEM_LAW,
  evolve: evolveItem,
  nextMoment: nextItemMoment,
  turn: itemTurn,
  isOver: isItemOver,
  rules: ITEM_CORE,
  record: ({ id: itemId, seq: after }, head, events, deed) =>
    recorded((by) => by.recordItem({ itemId, after, head, events, deed })),
};

/** One information item, until somebody has looked at it. */
export async function itemWorkflow(input: ItemInput): Promise<void> {
  await run(item, input);
}
